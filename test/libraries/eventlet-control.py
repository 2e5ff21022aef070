# eventlet: the main greenlet sees the flag, and the others end with it.
# cause: none
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
        time.sleep(1)


signal.signal(signal.SIGTERM, stop)
eventlet.spawn(work)
print("READY", flush=True)
while not stopping:
    time.sleep(0.1)
