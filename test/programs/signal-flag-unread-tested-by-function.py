# The loop has no condition: a test in it asks a function of the module, which looks at the event that the handler's callee sets.
# cause: signal-flag-unread
# culprit: poll
# kind: thread
import signal
import threading
import time

_stop = threading.Event()


def should_stop():
    return _stop.is_set()


def begin_stop(reason):
    print("stopping:", reason, flush=True)
    _stop.set()


def on_term(signum, frame):
    begin_stop("SIGTERM")


def poll():
    while True:
        if should_stop():
            break
        time.sleep(120)  #< frame


signal.signal(signal.SIGTERM, on_term)
print("READY", flush=True)
poll()
