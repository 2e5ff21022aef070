# An atexit callback that sends what is left, which takes some seconds.
# cause: atexit-stuck
# culprit: send_rest
# kind: atexit
# innocent: main
# outcome: slow
# grace: 30
# slow: 2
import atexit
import signal
import sys
import time


@atexit.register
def send_rest():
    time.sleep(6)  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("READY", flush=True)
    while True:
        time.sleep(1)


main()
