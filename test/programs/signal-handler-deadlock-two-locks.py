# The handler waits for a lock of another thread, which waits for the lock that the code holds which the handler interrupted.
# cause: signal-handler-deadlock
# culprit: Ledger.close
# kind: signal-handler
# joined: no
import signal
import sys
import threading
import time


class Ledger:
    def __init__(self):
        self.book = threading.Lock()
        self.file = threading.Lock()
        self.ready = threading.Event()

    def write(self):
        with self.file:
            self.ready.wait()
            with self.book:
                print("written", flush=True)

    def work(self):
        while True:
            with self.book:
                self.ready.set()
                print("READY", flush=True)
                time.sleep(30)

    def close(self, number, frame):
        with self.file:  #< frame
            pass
        sys.exit(0)


ledger = Ledger()
signal.signal(signal.SIGTERM, ledger.close)
threading.Thread(target=ledger.write, name="writer", daemon=True).start()
time.sleep(0.2)
ledger.work()
