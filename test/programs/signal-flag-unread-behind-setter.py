# The flag is a property: what the handler stores to it goes where its setter puts it. The work waits for a datagram.
# cause: signal-flag-unread
# culprit: Relay.work
# kind: thread
# joined: no
import signal
import socket


class Relay:
    def __init__(self):
        self.phases = ["starting"]
        self.inbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.inbox.bind(("127.0.0.1", 0))

    @property
    def open(self):
        return self.phases[-1] == "open"

    @open.setter
    def open(self, wanted):
        if wanted != self.open:
            self.phases = self.phases + ["open" if wanted else "closing"]

    def shut(self, number, frame):  #< construct
        self.open = False

    def work(self):
        self.open = True
        signal.signal(signal.SIGTERM, self.shut)
        print("READY", flush=True)
        while self.open:
            self.inbox.recvfrom(1024)  #< frame


Relay().work()
