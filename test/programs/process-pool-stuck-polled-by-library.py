# A library's pool, closed and joined in a finally, asks in rounds whether its queue is empty; a worker of it is in the middle of a job.
# cause: process-pool-stuck
# culprit: read_feed
# kind: process
# joined: no
# innocent: main, stop
import os
import signal
import socket
import sys
import tempfile
import time

POOL = """
import multiprocessing
import time


class RoundPool:
    def __init__(self, size):
        context = multiprocessing.get_context("fork")
        self.jobs, self.left = context.SimpleQueue(), context.Value("i", 0)
        self.workers = [context.Process(target=self._loop, daemon=True) for _ in range(size)]
        for worker in self.workers:
            worker.start()

    def _loop(self):
        while True:
            function, arguments = self.jobs.get()
            function(*arguments)
            with self.left.get_lock():
                self.left.value -= 1

    def schedule(self, function, *arguments):
        with self.left.get_lock():
            self.left.value += 1
        self.jobs.put((function, arguments))

    def join(self):
        while self.left.value > 0:
            time.sleep(0.1)
"""


def parse_feed(here, there):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return len(read_feed(here))


def read_feed(here):
    return here.recv(4096)  #< frame


def stop(number, frame):
    sys.exit(0)


def main():
    folder = os.path.join(tempfile.mkdtemp(), "site-packages")
    os.mkdir(folder)
    with open(os.path.join(folder, "roundpool.py"), "w") as file:
        file.write(POOL)
    sys.path.insert(0, folder)
    from roundpool import RoundPool

    pool = RoundPool(3)
    try:
        pool.schedule(parse_feed, *socket.socketpair())
        time.sleep(0.4)
        signal.signal(signal.SIGTERM, stop)
        print("READY", flush=True)
        time.sleep(3600)
    finally:
        pool.join()


if __name__ == "__main__":
    main()
