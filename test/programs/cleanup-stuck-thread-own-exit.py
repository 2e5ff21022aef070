# SystemExit leaves a `with` of the service's own class, whose exit waits for a writer that is not there.
# cause: cleanup-stuck
# culprit: Spool.flush
# kind: thread
# innocent: stop
import signal
import sys
import threading


class Spool:
    def __init__(self):
        self.written = threading.Semaphore(0)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.flush()

    def flush(self):
        self.written.acquire()  #< frame


def stop(number, frame):
    sys.exit(0)


def main():
    with Spool():  #< construct
        print("READY", flush=True)
        threading.Event().wait()


signal.signal(signal.SIGTERM, stop)
main()
