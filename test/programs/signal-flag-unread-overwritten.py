# The work sets the flag anew at the start of each round, and with it goes what the handler has stored.
# cause: signal-flag-unread
# culprit: Cycle.round
# kind: thread
# says: has most likely overwritten it
# joined: no
import signal
import time


class Cycle:
    def __init__(self):
        self.stopping = False

    def on_term(self, *_):
        self.stopping = True

    def round(self):
        self.stopping = False
        for _ in range(3):
            time.sleep(0.1)  #< frame

    def run(self):
        while not self.stopping:
            self.round()
            self.stopping = False


cycle = Cycle()
signal.signal(signal.SIGTERM, cycle.on_term)
print("READY", flush=True)
cycle.run()
