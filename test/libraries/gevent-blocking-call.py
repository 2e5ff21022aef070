# gevent, not patched: time.sleep in a greenlet holds the thread, and with it the hub.
# cause: loop-blocked
# culprit: report
# kind: thread
# limit: unsupported-scheduler
# sets: frameworks
import signal
import time

import gevent
from gevent.event import Event


def report():
    gevent.sleep(0.1)
    print("READY", flush=True)
    time.sleep(3600)  #< frame construct


stop = Event()
gevent.signal_handler(signal.SIGTERM, stop.set)
gevent.spawn(report)
stop.wait()
