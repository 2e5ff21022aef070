# The handler sets an attribute that nobody has: the loop looks at another name, one letter away.
# cause: signal-flag-unread
# kind: thread
# culprit: Poller.run
# says: while not self.stopping:
# joined: no
import signal
import time


class Poller:
    def __init__(self):
        self.stopping = False
        self.polled = 0

    def on_signal(self, number, frame):
        self.stoping = True

    def run(self):
        while not self.stopping:
            self.polled += 1
            time.sleep(0.1)


poller = Poller()
signal.signal(signal.SIGTERM, poller.on_signal)
print("READY", flush=True)
poller.run()
