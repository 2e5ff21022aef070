# The handler does nothing because set_wakeup_fd tells a thread, which sets the flag: it took nobody's place.
# cause: unknown | signal-flag-unread
# innocent: nothing, Signals
import os
import signal
import socket
import threading


def nothing(number, frame):
    pass


class Signals(threading.Thread):
    def __init__(self, callback):
        super().__init__(name="signals", daemon=True)
        self.reads, self.writes = os.pipe()
        os.set_blocking(self.writes, False)
        self.callback = callback
        signal.set_wakeup_fd(self.writes)
        signal.signal(signal.SIGTERM, nothing)

    def run(self):
        while True:
            for number in os.read(self.reads, 16):
                self.callback(number)


class Front:
    def __init__(self):
        self.closing = False
        self.socket = socket.create_server(("127.0.0.1", 0))

    def close(self, number):
        self.closing = True

    def serve(self):
        while not self.closing:
            peer, _ = self.socket.accept()
            peer.close()


front = Front()
Signals(front.close).start()
print("READY", flush=True)
front.serve()
