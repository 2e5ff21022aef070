# A cleanup goes through a few long steps, one after the other: of a loop that only sleeps one step tells that it goes on.
# cause: drain-longer-than-grace
# culprit: drain
# kind: thread
# grace: 3
# joined: no
import signal
import sys
import time


def drain():
    for _ in range(8):
        time.sleep(1.1)  #< frame


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
try:
    print("READY", flush=True)
    while True:
        time.sleep(0.3)
finally:
    drain()
