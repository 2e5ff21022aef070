# The loop asks a method of the object whose flag the handler has set; it sits in a receive without a limit.
# cause: signal-flag-unread
# culprit: consume
# kind: thread
# joined: no
import signal
import socket


class Lifetime:
    def __init__(self):
        self.ended = False
        signal.signal(signal.SIGTERM, self.end)

    def end(self, number, frame):  #< construct
        self.ended = True

    def goes_on(self):
        return not self.ended


def consume(life, messages):
    while life.goes_on():
        messages.recvfrom(512)  #< frame


def main():
    messages = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    messages.bind(("127.0.0.1", 0))
    life = Lifetime()
    print("READY", flush=True)
    consume(life, messages)


main()
