# A shutdown that saves its state under a file lock, which a child has and keeps.
# cause: cleanup-stuck
# grace: 3
# culprit: Service.save
# kind: thread
import fcntl
import os
import signal
import tempfile
import threading
import time


class Service:
    def __init__(self):
        self.stopping = threading.Event()
        self.file = tempfile.TemporaryFile()

    def hold(self):
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            fcntl.lockf(self.file, fcntl.LOCK_EX)
            time.sleep(600)
            os._exit(0)

    def run(self):
        while not self.stopping.wait(0.2):
            print("READY", flush=True)
        self.save()

    def save(self):
        fcntl.lockf(self.file, fcntl.LOCK_EX)  #< frame construct?
        self.file.write(b"state")


service = Service()
service.hold()
time.sleep(0.3)
signal.signal(signal.SIGTERM, lambda *_: service.stopping.set())
service.run()
