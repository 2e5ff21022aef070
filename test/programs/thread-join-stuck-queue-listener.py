# The log's queue is waited for until it is empty; the standard library's listener, which takes from it, is stuck in a handler.
# cause: thread-join-stuck
# culprit: close
# kind: thread
# thread: MainThread
# says: which takes from it
import logging
import logging.handlers
import queue
import signal
import socket
import threading

records = queue.Queue()
near, far = socket.socketpair()


class Ship(logging.Handler):
    """Sends a record and waits for an answer, which nobody gives."""

    def emit(self, record):
        near.sendall(self.format(record).encode())
        near.recv(1)


def close():
    logging.getLogger("service").warning("bye")
    records.join()  #< frame construct


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    logging.getLogger("service").addHandler(logging.handlers.QueueHandler(records))
    listener = logging.handlers.QueueListener(records, Ship())
    listener.start()
    print("READY", flush=True)
    stop.wait()
    close()


main()
