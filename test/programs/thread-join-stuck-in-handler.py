# The signal handler itself joins a thread which does not end.
# cause: thread-join-stuck
# culprit: Feeder.feed | Feeder.stop
# kind: thread | signal-handler
import signal
import sys
import threading
import time


class Feeder:
    def __init__(self):
        self.thread = threading.Thread(target=self.feed, name="feeder", daemon=True)
        self.thread.start()

    def feed(self):
        while True:
            time.sleep(3600)  #< frame

    def stop(self, number, frame):
        self.thread.join()  #< frame construct?
        sys.exit(0)


signal.signal(signal.SIGTERM, Feeder().stop)
time.sleep(0.1)
print("READY", flush=True)
while True:
    time.sleep(0.5)
