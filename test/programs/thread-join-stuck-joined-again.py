# The worker is joined with a limit, and once more without one when it has not ended by then.
# cause: thread-join-stuck
# culprit: Ledger.entry
# kind: thread
import signal
import sys
import threading


class Ledger:
    def __init__(self):
        self.lock = threading.Lock()
        self.lock.acquire()

    def entry(self):
        with self.lock:  #< frame
            return 1


class Pool:
    def __init__(self, job):
        self.worker = threading.Thread(target=job, name="worker", daemon=True)
        self.worker.start()

    def stop(self):
        self.worker.join(10)  #< construct
        if self.worker.is_alive():
            print("still there")
            self.worker.join()


pool = Pool(Ledger().entry)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
try:
    print("READY", flush=True)
    threading.Event().wait()
finally:
    pool.stop()
