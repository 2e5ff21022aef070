# The handler raises on the line of its own `def`; the consumer catches every Exception.
# cause: signal-handler-failed
# culprit: stop
import signal
import time


class Stopped(Exception): pass


def stop(*_): raise Stopped()  #< frame


def consume():
    while True:
        try:
            time.sleep(3600)
        except Exception:  #< construct
            continue


signal.signal(signal.SIGTERM, stop)
print("READY", flush=True)
consume()
