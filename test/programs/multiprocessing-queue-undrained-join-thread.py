# The service closes its queue and joins the feeder, which still has more to write than the pipe holds.
# cause: multiprocessing-queue-undrained
# culprit: Outbox.close
# kind: thread
# pythons: 3.9+
import multiprocessing
import signal
import sys
import threading

stop = threading.Event()


class Outbox:
    def __init__(self):
        self.queue = multiprocessing.Queue()

    def close(self):
        self.queue.close()
        self.queue.join_thread()  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    outbox = Outbox()
    for number in range(100):
        outbox.queue.put(b"x" * 10**5)
    while not stop.wait(0.3):
        print("READY", flush=True)
    outbox.close()


if __name__ == "__main__":
    main()
    sys.exit(0)
