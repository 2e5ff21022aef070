# The main thread gives busy workers a minute and a half, by a deadline that it looks at in rounds.
# cause: drain-longer-than-grace
# culprit: Pool.drain
# kind: thread
import queue
import signal
import threading
import time


class Pool:
    def __init__(self):
        self.jobs = queue.Queue()
        self.stopping = threading.Event()
        self.busy = 0
        self.deadline = 0

    def work(self):
        while True:
            job = self.jobs.get()
            self.busy += 1
            job()
            self.busy -= 1

    def drain(self):
        self.deadline = time.monotonic() + 90
        while self.busy:
            left = self.deadline - time.monotonic()
            if left <= 0:  #< construct
                break
            time.sleep(min(0.2, left))


def main():
    pool = Pool()
    signal.signal(signal.SIGTERM, lambda *_: pool.stopping.set())
    threading.Thread(target=pool.work, daemon=True).start()
    pool.jobs.put(lambda: time.sleep(3600))
    print("READY", flush=True)
    while not pool.stopping.wait(0.5):
        pass
    pool.drain()


main()
