# The stop sentinel does not fit into the full queue of a thread that is stuck in a job.
# cause: thread-join-stuck
# culprit: Writer.work | Writer.close
# kind: thread
import queue
import signal
import sys
import threading
import time


class Writer:
    def __init__(self):
        self.rows = queue.Queue(maxsize=2)
        threading.Thread(target=self.work, name="writer", daemon=True).start()

    def work(self):
        while self.rows.get() is not None:
            time.sleep(3600)  #< frame

    def close(self):
        self.rows.put(None)  #< frame construct?


def main():
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    writer = Writer()
    writer.rows.put("a")
    time.sleep(0.1)
    writer.rows.put("b")
    writer.rows.put("c")
    try:
        print("READY", flush=True)
        while True:
            time.sleep(0.5)
    finally:
        writer.close()


main()
