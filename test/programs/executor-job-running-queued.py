# Short jobs, and many of them: the pool is joined, and does them all first.
# cause: executor-job-running
# culprit: convert
# kind: thread
# grace: 3
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor


def convert(number):
    time.sleep(0.15)  #< frame


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    pool = ThreadPoolExecutor(2)
    for number in range(300):
        pool.submit(convert, number)
    print("READY", flush=True)
    stop.wait()
    pool.shutdown()


main()
