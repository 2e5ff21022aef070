# eventlet, patched: the flag is looked at by a greenlet that sleeps. Greenlets are not read, and that is said instead of a cause.
# cause: unknown
# limit: unsupported-scheduler
# innocent: stop, BaseHub.run.<locals>, work
# sets: frameworks
import eventlet

eventlet.monkey_patch()

import signal
import time

stopping = False


def stop(*_):
    global stopping
    stopping = True


def work():
    while True:
        time.sleep(3600)


signal.signal(signal.SIGTERM, stop)
eventlet.spawn(work)
print("READY", flush=True)
while not stopping:
    time.sleep(3600)
