# Readers are told to stop and joined one by one: each ends half a second later, but there are many.
# cause: drain-longer-than-grace
# culprit: main
# kind: thread
# thread: MainThread
# grace: 4
# certainty: likely
# joined: no
# says: joins one thread after the other
import signal
import threading
import time


class Reader(threading.Thread):
    def __init__(self, number):
        super().__init__(name=f"reader-{number}")
        self.stopping = threading.Event()

    def run(self):
        self.stopping.wait()
        time.sleep(0.5)

    def close(self):
        self.stopping.set()
        self.join()


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    readers = [Reader(number) for number in range(16)]
    for reader in readers:
        reader.start()
    print("READY", flush=True)
    stop.wait()
    for reader in readers:
        reader.close()  #< frame construct


main()
