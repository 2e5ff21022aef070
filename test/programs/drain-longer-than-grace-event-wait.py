# The main thread waits for an event with a limit of its own, longer than the grace period.
# cause: drain-longer-than-grace
# culprit: Broker.close
# kind: thread
import signal
import threading


class Stop(BaseException):
    pass


class Broker:
    linger = 20

    def __init__(self):
        self.flushed = threading.Event()

    def close(self):
        if not self.flushed.wait(self.linger):  #< frame construct
            print("not flushed")


def stop(*_):
    raise Stop


def main():
    signal.signal(signal.SIGTERM, stop)
    broker = Broker()
    print("READY", flush=True)
    try:
        threading.Event().wait()
    except Stop:
        broker.close()


main()
