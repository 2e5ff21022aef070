# The shutdown asks in rounds whether any thread of a list is alive; one of them is in a call that does not end.
# cause: thread-join-stuck
# grace: 3
# kind: thread
# culprit: Worker.handle
# thread: worker-1
import queue
import signal
import threading
import time


class Worker(threading.Thread):
    def __init__(self, number, jobs):
        super().__init__(name=f"worker-{number}", daemon=True)
        self.jobs = jobs

    def run(self):
        while True:
            job = self.jobs.get()
            if job is None:
                return
            self.handle(job)

    def handle(self, job):
        time.sleep(job)  #< frame


class Service:
    def __init__(self):
        self.queues = [queue.Queue() for _ in range(3)]
        self.workers = [Worker(number, jobs) for number, jobs in enumerate(self.queues)]
        self.asked = threading.Event()

    def run(self):
        for worker in self.workers:
            worker.start()
        for number, jobs in enumerate(self.queues):
            jobs.put(900 if number == 1 else 0.01)
        time.sleep(0.2)
        print("READY", flush=True)
        self.asked.wait()
        self.close()

    def close(self):
        for jobs in self.queues:
            jobs.put(None)
        while any(worker.is_alive() for worker in self.workers):
            time.sleep(0.1)  #< construct


service = Service()
signal.signal(signal.SIGTERM, lambda *_: service.asked.set())
service.run()
