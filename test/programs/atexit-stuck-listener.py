# An atexit callback of the library stops a listener's thread, which hangs in the service's own handler.
# cause: atexit-stuck
# kind: atexit
# culprit: QueueListener.stop
import atexit
import logging
import logging.handlers
import queue
import signal
import socket
import threading


class Ship(logging.Handler):
    def __init__(self):
        super().__init__()
        self.here, self.there = socket.socketpair()

    def emit(self, record):
        self.here.recv(1)


records = queue.Queue()
listener = logging.handlers.QueueListener(records, Ship())
listener.start()
atexit.register(listener.stop)
logging.getLogger().addHandler(logging.handlers.QueueHandler(records))
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
logging.getLogger().warning("ready")
print("READY", flush=True)
stop.wait()
