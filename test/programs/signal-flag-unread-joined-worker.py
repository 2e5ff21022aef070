# The main thread joins its worker from the beginning, and the worker looks at the event now and then: the join is no shutdown.
# cause: signal-flag-unread
# culprit: work
# kind: thread
import signal
import threading
import time

stopping = threading.Event()


def work():
    while not stopping.is_set():
        time.sleep(3600)  #< frame


signal.signal(signal.SIGTERM, lambda *_: stopping.set())
worker = threading.Thread(target=work, name="worker")
worker.start()
print("READY", flush=True)
worker.join()
