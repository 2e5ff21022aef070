# A signal handler that writes a line into a pipe which is full, and which nobody reads.
# cause: cleanup-stuck
# grace: 3
# culprit: Shipper.on_term
# kind: thread | signal-handler
import fcntl
import os
import signal
import sys
import time


class Shipper:
    def __init__(self):
        self.reader, self.writer = os.pipe()

    def fill(self):
        flags = fcntl.fcntl(self.writer, fcntl.F_GETFL)
        fcntl.fcntl(self.writer, fcntl.F_SETFL, flags | os.O_NONBLOCK)
        try:
            while True:
                os.write(self.writer, b"x" * 4096)
        except BlockingIOError:
            fcntl.fcntl(self.writer, fcntl.F_SETFL, flags)

    def on_term(self, number, frame):
        os.write(self.writer, b"stopping\n")  #< frame construct?
        sys.exit(0)


shipper = Shipper()
shipper.fill()
signal.signal(signal.SIGTERM, shipper.on_term)
print("READY", flush=True)
while True:
    time.sleep(0.5)
