# The work and the shutdown wait in one and the same line of a client: the line that called it tells them apart.
# cause: cleanup-stuck
# culprit: Publisher.close | Client.poll | Client.flush
import select
import signal
import socket
import sys


class Client:
    def __init__(self):
        self.mine, self.other = socket.socketpair()
        self.closed = False

    def poll(self, seconds):
        return select.select([self.mine], [], [], seconds)  #< frame

    def flush(self):
        while not self.closed:
            self.poll(5)


class Publisher:
    def __init__(self):
        self.client = Client()

    def run(self):
        while True:
            self.client.poll(0.3)

    def close(self):
        self.client.flush()


signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
publisher = Publisher()
print("READY", flush=True)
try:
    publisher.run()
finally:
    publisher.close()
