# loky (joblib): Python's exit joins the thread that manages the pool, and with it a worker that is in the middle of a job.
# cause: process-pool-stuck
# culprit: crunch
# kind: process
# sets: further
# pythons: 3.10+
import signal
import sys
import time

from loky import get_reusable_executor


def crunch():
    import threading

    threading.Event().wait()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    executor = get_reusable_executor(max_workers=1, timeout=600)
    job = executor.submit(crunch)
    while not job.running():
        time.sleep(0.05)
    time.sleep(0.5)
    print("READY", flush=True)
    while True:
        time.sleep(5)


if __name__ == "__main__":
    main()
