# The round keeps SystemExit in an `except BaseException`, and a long pause comes after it: at the last looks the main thread is in the pause.
# cause: signal-handler-failed
# culprit: on_terminate
# kind: signal-handler
# joined: no
import signal
import sys
import time


class Poller:
    def __init__(self):
        self.failures = 0

    def fetch(self):
        time.sleep(1.2)

    def run(self):
        while True:
            self.round()
            time.sleep(60)

    def round(self):
        try:
            self.fetch()
        except BaseException as error:  #< construct
            self.failures += 1
            print("round failed:", repr(error), flush=True)


def on_terminate(number, frame):  #< frame
    sys.exit(0)


signal.signal(signal.SIGTERM, on_terminate)
print("READY", flush=True)
Poller().run()
