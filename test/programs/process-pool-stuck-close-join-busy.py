# A pool is closed and joined in the finally of a plain program; one worker computes without end, the other is idle.
# cause: process-pool-stuck
# culprit: crunch
# kind: process
# innocent: main, stop
import multiprocessing
import signal
import sys
import time


def begin():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def crunch(number):
    while True:  #< frame
        number = (number * 7 + 1) % 1_000_003  #< frame


def square(number):
    return number * number


def stop(number, frame):
    sys.exit(0)


def main():
    pool = multiprocessing.get_context("fork").Pool(2, initializer=begin)
    pool.map(square, range(10))
    signal.signal(signal.SIGTERM, stop)
    pool.apply_async(crunch, (1,))
    time.sleep(0.4)
    print("READY", flush=True)
    try:
        time.sleep(3600)
    finally:
        pool.close()
        pool.join()


if __name__ == "__main__":
    main()
