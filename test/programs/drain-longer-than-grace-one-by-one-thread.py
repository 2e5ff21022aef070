# The main thread saves one thing after the other when it is told to stop.
# cause: drain-longer-than-grace
# culprit: Cache.flush
# kind: thread
# thread: MainThread
# grace: 3
# joined: no
import signal
import threading
import time


class Cache:
    def __init__(self, size):
        self.entries = [bytes(10) for _ in range(size)]

    def save(self, entry):
        time.sleep(0.15)

    def flush(self):
        for number, entry in enumerate(self.entries):
            self.save(entry)  #< frame construct


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    cache = Cache(200)
    print("READY", flush=True)
    stop.wait()
    cache.flush()


main()
