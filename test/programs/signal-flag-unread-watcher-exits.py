# A thread waits for the event and calls sys.exit(), which ends no more than the thread; the main thread looks nowhere.
# cause: signal-flag-unread
# culprit: serve
# kind: thread
# joined: no
import queue
import signal
import sys
import threading

asked = threading.Event()


def watch():
    asked.wait()
    sys.exit(0)


def serve(orders):
    while True:
        orders.get()  #< frame


signal.signal(signal.SIGTERM, lambda *_: asked.set())
threading.Thread(target=watch, name="watcher", daemon=True).start()
print("READY", flush=True)
serve(queue.Queue())
