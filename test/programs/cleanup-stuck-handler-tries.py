# The signal handler itself tries again and again to leave a registry that nobody serves.
# cause: cleanup-stuck
# culprit: Registry.deregister
# kind: thread
import signal
import socket
import sys
import time


class Registry:
    def deregister(self):
        while True:  #< construct
            try:
                socket.create_connection(("127.0.0.1", 9), timeout=1).close()
                return
            except OSError:
                time.sleep(0.5)  #< frame

    def on_term(self, *_):
        self.deregister()
        sys.exit(0)


registry = Registry()
signal.signal(signal.SIGTERM, registry.on_term)
print("READY", flush=True)
while True:
    signal.pause()
