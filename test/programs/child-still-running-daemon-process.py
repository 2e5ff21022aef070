# Python's exit ends a daemon process by terminate(), which that ignores, and joins it.
# cause: child-still-running
# culprit: record
# kind: process
# says: Let the child take SIGTERM
# innocent: main
import multiprocessing
import signal
import sys
import time


def record(path):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("READY", flush=True)
    while True:
        time.sleep(0.5)  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    multiprocessing.get_context("fork").Process(target=record, args=("/tmp/log",), daemon=True).start()
    signal.pause()


main()
