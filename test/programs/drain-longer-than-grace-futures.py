# The shutdown gives the jobs of a pool 30 s.
# cause: drain-longer-than-grace
# culprit: main
# kind: thread
# joined: no
import signal
import threading
from concurrent import futures

stop = threading.Event()


def job():
    threading.Event().wait()


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    pool = futures.ThreadPoolExecutor(2)
    jobs = [pool.submit(job) for _ in range(2)]
    print("READY", flush=True)
    stop.wait()
    futures.wait(jobs, timeout=30)  #< frame construct


main()
