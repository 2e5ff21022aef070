# After its loop the main thread sleeps for longer than the grace period.
# cause: drain-longer-than-grace
# kind: thread
# culprit: leave
# thread: MainThread
import signal
import threading
import time

settings = {"drain": 25}


def leave():
    time.sleep(settings["drain"])  #< frame construct


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
print("READY", flush=True)
stop.wait()
leave()
