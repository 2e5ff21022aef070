# gevent, patched: a handler that raises SystemExit ends the greenlet it met; another, a thread to its author, goes on.
# cause: unknown
# limit: unsupported-scheduler
# innocent: stop, poll
# pythons: 3.8-3.12
# sets: frameworks
from gevent import monkey

monkey.patch_all()

import signal
import sys
import threading
import time


def poll():
    while True:
        time.sleep(3600)


def stop(*_):
    sys.exit(0)


threading.Thread(target=poll).start()
signal.signal(signal.SIGTERM, stop)
print("READY", flush=True)
time.sleep(3600)
