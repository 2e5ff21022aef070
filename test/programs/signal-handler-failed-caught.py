# The handler raises an exception in whatever it interrupts, and the loop over the jobs catches it like any other.
# cause: signal-handler-failed
# culprit: stop
# kind: signal-handler
import signal
import time


class Terminated(Exception):
    pass


def stop(number, frame):  #< frame
    raise Terminated


def job():
    time.sleep(0.5)


def main():
    signal.signal(signal.SIGTERM, stop)
    print("READY", flush=True)
    while True:
        try:
            job()
        except Exception as error:  #< construct
            print("job failed", repr(error))


main()
