# The shutdown tries three times, with a long pause after each: a loop stands around the pause, and has an end.
# cause: drain-longer-than-grace
# culprit: leave
# kind: thread
# joined: no
import signal
import socket
import threading
import time


def leave():
    for _ in range(3):
        try:
            socket.create_connection(("127.0.0.1", 1), timeout=1)
            return
        except OSError:
            time.sleep(30)  #< frame


def main():
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    print("READY", flush=True)
    asked.wait()
    leave()


main()
