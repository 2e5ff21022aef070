# The handler calls sys.exit(), and a context manager around the work returns True from its `__exit__`.
# cause: signal-handler-failed
# culprit: on_term
# kind: signal-handler
import signal
import sys
import time


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind is not None:
            print("failed:", kind.__name__)
        return True


def on_term(number, frame):  #< frame
    sys.exit(0)


class Sync:
    def __init__(self):
        self.guard = Guard()

    def once(self):
        time.sleep(0.4)

    def run(self):
        while True:
            with self.guard:  #< construct
                self.once()


signal.signal(signal.SIGTERM, on_term)
print("READY", flush=True)
Sync().run()
