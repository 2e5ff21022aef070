# The handler waits, look by look, until the work that it interrupted is through.
# cause: signal-handler-deadlock
# culprit: Batch.on_term
# kind: signal-handler
import signal
import sys
import time


class Batch:
    def __init__(self):
        self.busy = False

    def work(self):
        self.busy = True
        time.sleep(30)
        self.busy = False

    def on_term(self, number, frame):
        while self.busy:
            time.sleep(0.1)  #< frame construct
        sys.exit(0)

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        print("READY", flush=True)
        while True:
            self.work()


Batch().run()
