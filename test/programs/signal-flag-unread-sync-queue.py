# A threading.Event is set by the handler, and the main thread is parked in queue.get.
# cause: signal-flag-unread
# culprit: Consumer.run
# kind: thread
# innocent: produce
import queue
import signal
import threading
import time


def produce(jobs):
    while True:
        time.sleep(3600)
        jobs.put("tick")


class Consumer:
    def __init__(self, jobs):
        self.jobs = jobs
        self.stopped = threading.Event()

    def stop(self, number, frame):
        self.stopped.set()

    def run(self):
        print("READY", flush=True)
        while not self.stopped.is_set():
            job = self.jobs.get()  #< frame
            print(job)


jobs = queue.Queue()
consumer = Consumer(jobs)
signal.signal(signal.SIGTERM, consumer.stop)
threading.Thread(target=produce, args=(jobs,), name="producer", daemon=True).start()
consumer.run()
