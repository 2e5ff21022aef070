# A synchronous service: its telemetry client posts what is left at exit, to a peer that does not answer.
# cause: atexit-stuck
# culprit: Telemetry.post
# kind: atexit
# innocent: main
import atexit
import signal
import socket
import sys
import threading

stop = threading.Event()


class Telemetry:
    def __init__(self, address):
        self.connection = socket.create_connection(address)
        atexit.register(self.close)

    def close(self):
        self.post(b"last words")

    def post(self, body):
        self.connection.sendall(body)
        self.connection.recv(1)  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    collector = socket.create_server(("127.0.0.1", 0))
    telemetry = Telemetry(collector.getsockname())
    while not stop.wait(0.2):
        print("READY", flush=True)
    return telemetry, collector


kept = main()
sys.exit(0)
