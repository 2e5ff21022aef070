# The handler raises SystemExit, and a `return` in the `finally` of what it interrupts drops it.
# cause: signal-handler-failed
# culprit: quit_now
# kind: signal-handler
import signal
import time


class Cursor:
    def step(self):
        try:
            time.sleep(0.4)
        finally:  #< construct
            return True


def quit_now(number, frame):  #< frame
    raise SystemExit(0)


def scan(cursor):
    while cursor.step():
        pass


signal.signal(signal.SIGTERM, quit_now)
print("READY", flush=True)
scan(Cursor())
