# What threading._register_atexit was given runs before the exit joins any thread: it waits for a sender that tries again for ever.
# cause: atexit-stuck
# culprit: Sender.drain
# kind: atexit
# pythons: 3.9+
import queue
import signal
import sys
import threading
import time


class Sender:
    def __init__(self):
        self.items = queue.Queue()
        self.closing = False
        self.drained = threading.Event()
        threading.Thread(target=self.run, name="sender", daemon=True).start()
        threading._register_atexit(self.drain)

    def post(self, item):
        while True:
            time.sleep(0.5)

    def run(self):
        while not (self.closing and self.items.empty()):
            self.post(self.items.get())
        self.drained.set()

    def drain(self):
        self.closing = True
        self.drained.wait()  #< frame


def main():
    sender = Sender()
    sender.items.put("metrics")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("READY", flush=True)
    while True:
        time.sleep(0.3)


main()
