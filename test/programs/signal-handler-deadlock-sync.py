# The handler takes the lock that the interrupted frame holds.
# cause: signal-handler-deadlock
# culprit: Registry.close
# kind: signal-handler | thread
# innocent: report
import signal
import threading
import time


def report():
    while True:
        time.sleep(1)


class Registry:
    def __init__(self):
        self.lock = threading.Lock()
        self.entries = {}

    def close(self, number, frame):
        with self.lock:  #< frame construct
            self.entries.clear()
        raise SystemExit(0)

    def refresh(self):
        with self.lock:  #< construct
            print("READY", flush=True)
            time.sleep(20)  #< construct


registry = Registry()
signal.signal(signal.SIGTERM, registry.close)
threading.Thread(target=report, name="report", daemon=True).start()
while True:
    registry.refresh()
