# The shutdown counts the threads in rounds, until none but the main one is left.
# cause: thread-join-stuck
# grace: 3
# kind: thread
# culprit: receive
# thread: receiver
import signal
import socket
import threading
import time

asked = threading.Event()
here, there = socket.socketpair()


def receive():
    while not asked.is_set():
        here.recv(100)  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    threading.Thread(target=receive, name="receiver", daemon=True).start()
    print("READY", flush=True)
    while not asked.is_set():
        time.sleep(0.1)
    while threading.active_count() > 1:
        time.sleep(0.1)  #< construct


main()
