# A worker is forked while another thread holds a lock: in the copy nobody ever gives it back.
# cause: child-still-running
# culprit: count
# kind: process
# says: the fork copied
import multiprocessing
import signal
import sys
import threading
import time

totals_lock = threading.Lock()
totals = {}


def sample():
    while True:
        with totals_lock:
            time.sleep(0.5)
            totals["samples"] = totals.get("samples", 0) + 1


def count(name):
    with totals_lock:  #< frame
        totals[name] = 1


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    threading.Thread(target=sample, daemon=True).start()
    time.sleep(0.1)
    worker = multiprocessing.get_context("fork").Process(target=count, args=("orders",))
    worker.start()
    time.sleep(0.1)
    print("READY", flush=True)
    try:
        while True:
            time.sleep(0.5)
    finally:
        worker.join()  #< construct


main()
