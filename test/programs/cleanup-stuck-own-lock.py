# The shutdown takes a lock that it holds already: a threading.Lock cannot be taken twice.
# cause: cleanup-stuck
# kind: thread
# culprit: Cache.evict
# thread: MainThread
import signal
import threading


class Cache:
    def __init__(self):
        self.mutex = threading.Lock()
        self.entries = {"a": 1}

    def evict(self, key):
        with self.mutex:  #< frame construct
            self.entries.pop(key, None)

    def clear(self):
        with self.mutex:
            for key in list(self.entries):
                self.evict(key)


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
cache = Cache()
print("READY", flush=True)
stop.wait()
cache.clear()
