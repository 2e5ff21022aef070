# The signal makes the process replace its program by itself, as a reload does: nothing that got the signal is left.
# cause: unknown
# kind: process
# says: replaced its program
# certainty: likely
# joined: no
import os
import signal
import sys
import time


def reload(number, frame):
    os.execv(sys.executable, [sys.executable, __file__])


signal.signal(signal.SIGTERM, reload)
print("READY", flush=True)
while True:
    time.sleep(0.2)
