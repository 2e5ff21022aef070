# multiprocessing.Pool: close() lets the jobs end, and join() waits for one that does not.
# cause: process-pool-stuck
# culprit: crunch
# kind: process
# innocent: main
import multiprocessing
import signal
import sys
import threading

stop = threading.Event()


def crunch(number):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Event().wait()  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    pool = multiprocessing.Pool(2)
    pool.apply_async(crunch, (1,))
    while not stop.wait(0.4):
        print("READY", flush=True)
    pool.close()
    pool.join()


if __name__ == "__main__":
    main()
    sys.exit(0)
