# A thread failed between acquire and release, and is gone: nobody gives back the lock that the shutdown takes.
# cause: cleanup-stuck
# kind: thread
# culprit: Table.write
# thread: MainThread
import signal
import sys
import threading


class Table:
    def __init__(self):
        self.lock = threading.Lock()
        self.rows = []

    def load(self, words):
        self.lock.acquire()
        try:
            numbers = [int(word) for word in words]
        except ValueError:
            sys.exit()
        self.rows.extend(numbers)
        self.lock.release()

    def write(self):
        with self.lock:  #< frame construct
            self.rows.clear()


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
table = Table()
loader = threading.Thread(target=table.load, args=(["1", "x"],))
loader.start()
loader.join()
print("READY", flush=True)
stop.wait()
table.write()
