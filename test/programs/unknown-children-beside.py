# The shutdown waits in rounds for a file that nobody writes; the helper process beside it was never meant to end first.
# cause: unknown | cleanup-stuck
# innocent: measure
import multiprocessing
import os
import signal
import sys
import time


def measure():
    number = 1
    while True:
        number = (number * 31 + 7) % 1_000_003
        time.sleep(0.001)


def stop(number, frame):
    sys.exit(0)


def main():
    helper = multiprocessing.get_context("fork").Process(target=measure, daemon=True)
    helper.start()
    signal.signal(signal.SIGTERM, stop)
    time.sleep(0.3)
    print("READY", flush=True)
    try:
        time.sleep(3600)
    finally:
        while not os.path.exists("/nonexistent/uploaded"):  #< frame
            time.sleep(0.2)  #< frame


if __name__ == "__main__":
    main()
