# signal.signal gets an event's own set, which takes no arguments: TypeError, which the loop keeps.
# cause: signal-handler-failed
# kind: signal-handler
# says: takes 0 arguments
# joined: no
import logging
import signal
import threading
import time

leaving = threading.Event()


def poll():
    time.sleep(0.3)


signal.signal(signal.SIGTERM, leaving.set)
print("READY", flush=True)
while not leaving.is_set():
    try:
        poll()
    except Exception:  #< construct
        logging.exception("poll failed")
