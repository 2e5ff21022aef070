# A worker of a multiprocessing.Pool is killed in the middle of a job (as by the kernel, for its memory): join() waits for the job's
# result, and every worker that is left is idle.
# cause: process-pool-stuck
# culprit: Farm.stop
# kind: thread
# certainty: likely
import multiprocessing
import os
import signal
import sys
import time


def job(number):
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


class Farm:
    def __init__(self):
        self.pool = multiprocessing.get_context("fork").Pool(6)
        self.results = [self.pool.apply_async(job, (number,)) for number in range(9)]

    def stop(self):
        self.pool.close()
        self.pool.join()  #< frame


def main():
    farm = Farm()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    time.sleep(0.5)
    print("READY", flush=True)
    try:
        while True:
            time.sleep(0.5)
    finally:
        farm.stop()


if __name__ == "__main__":
    main()
