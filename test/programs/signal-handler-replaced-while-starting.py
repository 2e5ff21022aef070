# A profiler's handler takes the signal, which comes while the main thread loads: that it goes on to its wait is no shutdown.
# cause: signal-handler-replaced
# culprit: Profiler.on_term
# kind: signal-handler
# innocent: MainThread, warm_up
# grace: 3
# joined: no
import signal
import threading
import time

stop = threading.Event()


class Profiler:
    def __init__(self):
        self.samples = []

    def on_term(self, number, frame):
        print("flushing", len(self.samples), flush=True)


def warm_up():
    time.sleep(1.2)


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGTERM, Profiler().on_term)
    print("READY", flush=True)
    warm_up()
    stop.wait()


main()
