# A timer that sets the next one whenever it has run: each is a thread, which waits for its time in Python's own code.
# cause: thread-not-daemon
# pythons: 3.8-3.11
# culprit: Ticker.tick | tick
# kind: thread
# innocent: stop
import signal
import sys
import threading


class Ticker:
    def begin(self):
        threading.Timer(1.5, self.tick).start()

    def tick(self):  #< frame
        self.begin()  #< frame


def stop(number, frame):
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
Ticker().begin()
print("READY", flush=True)
while True:
    signal.pause()
