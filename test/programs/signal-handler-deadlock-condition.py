# A handler that acquires a threading.Condition which the code it interrupted has acquired: by its method, without a with.
# cause: signal-handler-deadlock
# culprit: Statistics.snapshot
# kind: signal-handler
import signal
import sys
import threading
import time


class Statistics:
    def __init__(self):
        self.condition = threading.Condition(threading.Lock())
        self.counts = {}

    def snapshot(self):
        self.condition.acquire()  #< frame
        try:
            return dict(self.counts)
        finally:
            self.condition.release()

    def add(self):
        self.condition.acquire()
        try:
            self.counts["n"] = 1
            time.sleep(0.5)
        finally:
            self.condition.release()


statistics = Statistics()


def stop(number, frame):
    print(statistics.snapshot())
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
print("READY", flush=True)
while True:
    statistics.add()
