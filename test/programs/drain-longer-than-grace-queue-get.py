# The shutdown takes what is left in a queue until nothing has come for longer than the grace period.
# cause: drain-longer-than-grace
# kind: thread
# culprit: drain
# thread: MainThread
import queue
import signal
import threading

inbox = queue.Queue()


def drain(quiet):
    try:
        while True:
            inbox.get(timeout=quiet)  #< frame construct
    except queue.Empty:
        pass


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
inbox.put("letter")
print("READY", flush=True)
stop.wait()
drain(45)
