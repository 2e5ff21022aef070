# A signal handler that says goodbye to a registry which does not answer.
# cause: cleanup-stuck
# grace: 3
# culprit: Registry.leave
# kind: thread | signal-handler
import signal
import socket
import sys
import time


class Registry:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.connection = socket.create_connection(self.listener.getsockname())

    def leave(self):
        self.connection.sendall(b"leave\n")
        return self.connection.recv(100)  #< frame construct?


def on_term(number, frame):
    registry.leave()
    sys.exit(0)


registry = Registry()
signal.signal(signal.SIGTERM, on_term)
print("READY", flush=True)
while True:
    time.sleep(0.5)
