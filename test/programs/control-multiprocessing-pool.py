# A pool whose workers are idle is closed and joined: they end.
# cause: none
import multiprocessing
import signal
import sys
import time


def begin():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def square(number):
    return number * number


def main():
    with multiprocessing.Pool(2, initializer=begin) as pool:
        pool.map(square, range(10))
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        print("READY", flush=True)
        try:
            time.sleep(3600)
        finally:
            pool.close()
            pool.join()


if __name__ == "__main__":
    main()
