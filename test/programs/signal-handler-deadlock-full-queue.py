# The handler puts its word into a full queue, from which only the code takes that it interrupted.
# cause: signal-handler-deadlock
# culprit: Consumer.on_term
# kind: signal-handler
import queue
import signal
import time

STOP = object()


class Consumer:
    def __init__(self):
        self.jobs = queue.Queue(maxsize=4)
        for job in range(4):
            self.jobs.put(job)

    def on_term(self, number, frame):
        self.jobs.put(STOP)  #< frame construct

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        print("READY", flush=True)
        while True:
            job = self.jobs.get()
            if job is STOP:
                return
            self.jobs.put(job)
            time.sleep(0.5)


Consumer().run()
