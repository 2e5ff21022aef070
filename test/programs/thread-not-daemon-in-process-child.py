# Children of multiprocessing take the signal and leave; each joins a thread of its own that knows nothing of it.
# cause: thread-not-daemon
# culprit: Uploader.run
# kind: thread
# innocent: work, main, main.<locals>.stop
import multiprocessing
import signal
import sys
import threading
import time


class Uploader(threading.Thread):
    def run(self):
        while True:
            time.sleep(0.5)  #< frame


def work(ready):
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    Uploader().start()
    ready.release()
    while True:
        time.sleep(1)


def main():
    context = multiprocessing.get_context("spawn")
    ready = context.Semaphore(0)
    children = [context.Process(target=work, args=(ready,)) for _ in range(2)]
    for child in children:
        child.start()

    def stop(number, frame):
        for child in children:
            child.terminate()
        for child in children:
            child.join()
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    for _ in children:
        ready.acquire()
    print("READY", flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main()
