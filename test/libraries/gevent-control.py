# gevent: the greenlet is killed, and ends.
# cause: none
# sets: frameworks
from gevent import monkey

monkey.patch_all()

import signal

import gevent
from gevent.event import Event


def poll():
    while True:
        gevent.sleep(1)


stop = Event()
gevent.signal_handler(signal.SIGTERM, stop.set)
poller = gevent.spawn(poll)
print("READY", flush=True)
stop.wait()
poller.kill()
