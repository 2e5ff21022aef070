# The workers are joined in a finally, on the way out of the signal's exception: each takes its half second to end.
# cause: drain-longer-than-grace
# culprit: main
# kind: thread
# thread: MainThread
# grace: 4
# certainty: likely
# joined: no
# says: joins one thread after the other
import signal
import sys
import threading
import time


class Worker:
    def __init__(self):
        self.alive = True
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self):
        while self.alive:
            time.sleep(0.02)
        time.sleep(0.5)

    def stop(self):
        self.alive = False
        self.thread.join()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    workers = {number: Worker() for number in range(16)}
    try:
        print("READY", flush=True)
        while True:
            time.sleep(1)
    finally:
        for worker in list(workers.values()):
            worker.stop()  #< frame construct


main()
