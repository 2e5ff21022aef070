# A worker process ignores SIGTERM; its parent, without any loop, terminates and joins it in a finally.
# cause: child-still-running
# culprit: work
# kind: process
# innocent: main, stop
import multiprocessing
import signal
import sys
import time


def work(ready):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    ready.set()
    while True:
        time.sleep(0.1)  #< frame


def stop(number, frame):
    sys.exit(0)


def main():
    ready = multiprocessing.Event()
    worker = multiprocessing.Process(target=work, args=(ready,))
    worker.start()
    signal.signal(signal.SIGTERM, stop)
    ready.wait()
    print("READY", flush=True)
    try:
        time.sleep(3600)
    finally:
        worker.terminate()
        worker.join()


if __name__ == "__main__":
    main()
