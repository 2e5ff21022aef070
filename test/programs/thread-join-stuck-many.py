# Four threads are joined one after the other; the second is the one that does not end.
# cause: thread-join-stuck
# culprit: stuck
# kind: thread
# thread: worker-1
# innocent: quick
import signal
import sys
import threading
import time

stopping = threading.Event()


def quick():
    stopping.wait()


def stuck():
    while True:
        time.sleep(0.7)  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    targets = [quick, stuck, quick, quick]
    threads = [
        threading.Thread(target=target, name="worker-%d" % number, daemon=True)
        for number, target in enumerate(targets)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    print("READY", flush=True)
    try:
        while True:
            time.sleep(0.3)
    finally:
        stopping.set()
        for thread in threads:
            thread.join()


main()
