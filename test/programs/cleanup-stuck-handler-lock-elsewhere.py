# A signal handler that closes a session whose lock another thread holds over a read: the code that it interrupted has nothing to do with it.
# cause: cleanup-stuck
# culprit: Session.query
# kind: thread
# thread: session
import signal
import socket
import sys
import threading
import time


class Session:
    def __init__(self):
        self.lock = threading.Lock()
        self.socket, self.peer = socket.socketpair()

    def query(self):
        with self.lock:
            self.socket.sendall(b"q")
            return self.socket.recv(100)  #< frame

    def close(self, number, frame):
        with self.lock:  #< construct?
            self.socket.close()
        sys.exit(0)


session = Session()
signal.signal(signal.SIGTERM, session.close)
threading.Thread(target=session.query, name="session", daemon=True).start()
time.sleep(0.2)
print("READY", flush=True)
while True:
    time.sleep(0.5)
