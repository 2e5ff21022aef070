# The handler is a closure and sets a variable of the function around it, which waits for the next message.
# cause: signal-flag-unread
# culprit: main
# kind: thread
import signal
import socket


def main():
    running = True
    here, there = socket.socketpair()

    def stop(*_):
        nonlocal running
        running = False

    signal.signal(signal.SIGTERM, stop)
    print("READY", flush=True)
    while running:
        here.recv(100)  #< frame


main()
