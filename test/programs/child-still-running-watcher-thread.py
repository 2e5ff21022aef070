# A thread that is no daemon waits for the worker process, which ignores SIGTERM; Python's exit joins that thread.
# cause: child-still-running
# culprit: watch | work
# kind: process
# innocent: watcher | main
import multiprocessing
import signal
import sys
import threading
import time


def work():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("READY", flush=True)
    while True:
        time.sleep(0.5)  #< frame


def watch(worker):
    worker.join()
    print("worker ended", worker.exitcode, flush=True)


def main():
    worker = multiprocessing.get_context("fork").Process(target=work)
    worker.start()

    def stop(number, frame):
        worker.terminate()
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=watch, args=(worker,), name="watcher").start()
    while True:
        time.sleep(0.5)


main()
