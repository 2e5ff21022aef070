# The handler sets a flag, and the loop that tests it sleeps for seconds in between.
# cause: signal-flag-unread
# culprit: Sweeper.run
# outcome: slow
# grace: 30
# slow: 2
import signal
import time


class Sweeper:
    def __init__(self):
        self.stopping = False

    def stop(self, *_):
        self.stopping = True

    def run(self):
        print("READY", flush=True)
        while not self.stopping:
            time.sleep(10)  #< frame


sweeper = Sweeper()
signal.signal(signal.SIGTERM, sweeper.stop)
sweeper.run()
