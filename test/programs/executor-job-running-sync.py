# No asyncio: SystemExit from the handler, and the exit of the interpreter joins the pool.
# cause: executor-job-running
# culprit: crunch
# kind: thread
# innocent: _worker
import concurrent.futures
import signal
import sys
import time


def stop(number, frame):
    sys.exit(0)


def crunch():
    while True:
        time.sleep(0.5)  #< frame


def main():
    signal.signal(signal.SIGTERM, stop)
    pool = concurrent.futures.ThreadPoolExecutor(3)
    pool.submit(time.sleep, 0)
    pool.submit(crunch)
    time.sleep(0.1)
    print("READY", flush=True)
    while True:
        time.sleep(0.2)


main()
