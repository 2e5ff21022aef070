# The handler raises SystemExit while Python calls the `__del__` of an object that is dropped: such an exception is printed and forgotten.
# cause: signal-handler-failed
# culprit: on_terminate
# kind: signal-handler
# joined: no
import signal
import sys
import time


class Lease:
    def __init__(self, number):
        self.number = number

    def __del__(self):  #< construct
        time.sleep(0.4)  # the release is acknowledged


def on_terminate(number, frame):  #< frame
    sys.exit(0)


def renew():
    number = 0
    while True:
        Lease(number)
        number += 1
        if number == 2:
            print("READY", flush=True)


signal.signal(signal.SIGTERM, on_terminate)
renew()
