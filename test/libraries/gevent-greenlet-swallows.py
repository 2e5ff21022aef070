# gevent, patched: a greenlet swallows GreenletExit. Greenlets are not read, and that is said instead of a cause.
# cause: unknown
# limit: unsupported-scheduler
# innocent: poll
# sets: frameworks
from gevent import monkey

monkey.patch_all()

import signal

import gevent
from gevent.event import Event


def poll():
    while True:
        try:
            gevent.sleep(3600)
        except BaseException:
            pass


stop = Event()
gevent.signal_handler(signal.SIGTERM, stop.set)
poller = gevent.spawn(poll)
print("READY", flush=True)
stop.wait()
poller.kill()
