# A daemon worker is joined a second at a time, until it is gone or a minute has gone by: the limit of the whole counts.
# cause: drain-longer-than-grace
# culprit: Pool.close
# kind: thread
# innocent: worker
import signal
import threading
import time


class Pool:
    def __init__(self):
        self.stopping = threading.Event()
        self.worker = threading.Thread(target=time.sleep, args=(3600,), name="worker", daemon=True)
        self.worker.start()

    def close(self, limit):
        end = time.monotonic() + limit
        while self.worker.is_alive():
            left = end - time.monotonic()
            if left <= 0:  #< construct
                break
            self.worker.join(timeout=min(left, 1))


def main():
    pool = Pool()
    signal.signal(signal.SIGTERM, lambda *_: pool.stopping.set())
    print("READY", flush=True)
    while not pool.stopping.wait(0.5):
        pass
    pool.close(60)


main()
