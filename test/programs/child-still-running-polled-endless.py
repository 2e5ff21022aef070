# A supervisor without a condition in its loop: told to stop, it asks in each round whether its processes are gone.
# cause: child-still-running
# culprit: encode
# kind: process
# joined: no
# innocent: Pool.start, Pool.request_stop
import os
import signal
import sys
import time


def encode():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    number = 1
    while True:  #< frame
        number = (number * 31 + 7) % 1_000_003  #< frame


class Pool:
    def __init__(self):
        self.status = "running"
        self.pids = set()

    def spawn(self):
        pid = os.fork()
        if pid == 0:
            encode()
        self.pids.add(pid)

    def request_stop(self, number, frame):
        self.status = "stopped"
        for pid in self.pids:
            os.kill(pid, number)

    def all_gone(self):
        for pid in list(self.pids):
            if os.waitpid(pid, os.WNOHANG) != (0, 0):
                self.pids.discard(pid)
        return not self.pids

    def start(self):
        self.spawn()
        signal.signal(signal.SIGTERM, self.request_stop)
        time.sleep(0.3)
        print("READY", flush=True)
        while True:
            if self.status == "stopped":
                if self.all_gone():
                    break
                time.sleep(0.1)
                continue
            time.sleep(0.2)


Pool().start()
sys.exit(0)
