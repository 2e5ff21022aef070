# The handler is an object whose truth the loop tests; the loop sits in a receive without a limit.
# cause: signal-flag-unread
# culprit: consume
# kind: thread
# joined: no
import signal
import socket


class Killer:
    def __init__(self):
        self.now = False
        signal.signal(signal.SIGTERM, self)

    def __call__(self, number, frame):  #< construct
        self.now = True

    def __bool__(self):
        return self.now


def consume(killer, messages):
    while not killer:
        messages.recvfrom(512)  #< frame


def main():
    messages = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    messages.bind(("127.0.0.1", 0))
    killer = Killer()
    print("READY", flush=True)
    consume(killer, messages)


main()
