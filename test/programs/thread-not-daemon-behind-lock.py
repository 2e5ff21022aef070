# A thread that is no daemon waits for a lock that a daemon thread keeps over a read.
# cause: thread-not-daemon
# culprit: hold
# kind: thread
# thread: holder
import signal
import socket
import sys
import threading
import time

NEAR, FAR = socket.socketpair()
registry = threading.RLock()


def hold():
    with registry:
        NEAR.recv(1)  #< frame


def register():
    with registry:
        return 1


threading.Thread(target=hold, name="holder", daemon=True).start()
time.sleep(0.2)
threading.Thread(target=register, name="newcomer").start()
threading.Thread(target=register, name="latecomer").start()
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
time.sleep(0.3)
print("READY", flush=True)
while True:
    time.sleep(0.3)
