# An earlier signal has set the flag; the one that is watched finds it set, and nobody comes round to look.
# cause: signal-flag-unread
# culprit: Poller.fetch
# kind: thread
# says: which was set before this signal came
# joined: no
import os
import signal
import socket


class Poller:
    def __init__(self):
        self.leaving = False
        self.inbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.inbox.bind(("127.0.0.1", 0))

    def leave(self, number, frame):  #< construct
        self.leaving = True

    def fetch(self):
        os.kill(os.getpid(), signal.SIGTERM)
        print("READY", flush=True)
        return self.inbox.recvfrom(512)  #< frame

    def run(self):
        while not self.leaving:
            self.fetch()


poller = Poller()
signal.signal(signal.SIGTERM, poller.leave)
poller.run()
