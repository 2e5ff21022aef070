# The handler cleans up, puts the signal back to its default and sends it to itself: PID 1 does not die of that.
# cause: signal-dropped-by-pid1
# culprit: end_by
# kind: signal-handler
# innocent: flush
# namespace: pid
# joined: no
import os
import signal
import time


def flush():
    print("flushed", flush=True)


def end_by(number, frame):
    flush()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


signal.signal(signal.SIGTERM, end_by)
print("READY", flush=True)
while True:
    time.sleep(3600)
