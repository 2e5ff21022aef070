# A library's consumer goes round until the jobs that it gave to its pool of threads are through.
# cause: executor-job-running
# culprit: load
# kind: thread
# innocent: main
import os
import sys
import tempfile
import threading

CONSUMER = """
import concurrent.futures
import signal
import time


class Consumer:
    def __init__(self):
        self.stopped = False
        self.active = []
        self.pool = concurrent.futures.ThreadPoolExecutor(2)

    def stop(self, number, frame):
        self.stopped = True

    def run(self, jobs):
        signal.signal(signal.SIGTERM, self.stop)
        self.active = [self.pool.submit(job) for job in jobs]
        print("READY", flush=True)
        while not self.stopped or self.busy():
            self.drain_events()

    def busy(self):
        return any(not one.done() for one in self.active)

    def drain_events(self):
        time.sleep(0.1)
"""


def load():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()  #< frame


def main():
    folder = os.path.join(tempfile.mkdtemp(), "site-packages")
    os.mkdir(folder)
    with open(os.path.join(folder, "roundconsumer.py"), "w") as file:
        file.write(CONSUMER)
    sys.path.insert(0, folder)
    from roundconsumer import Consumer

    Consumer().run([load])


main()
