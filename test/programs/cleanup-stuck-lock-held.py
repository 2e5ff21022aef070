# The shutdown takes a lock that a thread holds while it puts into a full queue.
# cause: cleanup-stuck
# culprit: Indexer.index
# thread: indexer
# innocent: Indexer.stop
import queue
import signal
import threading


class Indexer:
    def __init__(self):
        self.lock = threading.RLock()
        self.found = queue.Queue(1)

    def index(self):
        while True:
            with self.lock:
                self.found.put("file")  #< frame

    def stop(self):
        with self.lock:
            print("stopped")


asked = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: asked.set())
indexer = Indexer()
threading.Thread(target=indexer.index, name="indexer", daemon=True).start()
print("READY", flush=True)
asked.wait()
indexer.stop()
