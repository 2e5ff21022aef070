# A `with` in a finally polls for a file lock: its `except` clause is the retry, and the finally the cleanup.
# cause: cleanup-stuck
# kind: thread
# culprit: Lock.__enter__
# thread: MainThread
import fcntl
import os
import signal
import tempfile
import threading
import time


class Lock:
    def __init__(self, path):
        self.file = open(path, "w")

    def __enter__(self):
        while True:
            try:
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return self
            except BlockingIOError:
                time.sleep(0.1)  #< frame

    def __exit__(self, *details):
        fcntl.flock(self.file, fcntl.LOCK_UN)


path = os.path.join(tempfile.mkdtemp(), "lock")
other = open(path, "w")
fcntl.flock(other, fcntl.LOCK_EX)
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
print("READY", flush=True)
try:
    stop.wait()
finally:  #< construct
    with Lock(path):
        pass
