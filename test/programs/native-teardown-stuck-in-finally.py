# The handler raises SystemExit, and the finally on its way closes a driver whose C code waits for ever: no limit around the call
# can end it.
# cause: native-teardown-stuck
# culprit: Broker.close
# joined: no
# kind: thread
import ctypes
import signal
import sys
import time


class Broker:
    def __init__(self):
        self.library = ctypes.CDLL(None)

    def close(self):
        self.library.pause()  #< frame construct


def leave(number, frame):
    sys.exit(0)


signal.signal(signal.SIGTERM, leave)
broker = Broker()
print("READY", flush=True)
try:
    while True:
        time.sleep(0.3)
finally:
    broker.close()
