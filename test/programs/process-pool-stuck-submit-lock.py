# The with of a ProcessPoolExecutor waits for its jobs; one of them takes a lock that it holds already.
# cause: process-pool-stuck
# culprit: settle
# kind: process
# innocent: main, stop
import concurrent.futures
import multiprocessing
import signal
import sys
import threading
import time


def begin():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def settle(account):
    lock = threading.Lock()
    with lock:
        lock.acquire()  #< frame


def stop(number, frame):
    sys.exit(0)


def main():
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context, initializer=begin) as pool:
        pool.submit(abs, -1).result()
        pool.submit(settle, 7)
        time.sleep(0.6)
        signal.signal(signal.SIGTERM, stop)
        print("READY", flush=True)
        time.sleep(3600)


if __name__ == "__main__":
    main()
