# A job of a pool waits for a lock that a daemon thread keeps over a read: the exit joins the pool, and the holder answers.
# cause: executor-job-running
# culprit: Link.listen
# kind: thread
# thread: link
# certainty: likely
import concurrent.futures
import signal
import socket
import sys
import threading
import time


class Link:
    def __init__(self):
        self.mutex = threading.Lock()
        self.near, self.far = socket.socketpair()

    def listen(self):
        with self.mutex:
            self.near.recv(1)  #< frame

    def send(self, text):
        with self.mutex:
            self.near.sendall(text)


link = Link()
threading.Thread(target=link.listen, name="link", daemon=True).start()
time.sleep(0.2)
pool = concurrent.futures.ThreadPoolExecutor(2)
pool.submit(link.send, b"one")
pool.submit(link.send, b"two")
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
time.sleep(0.2)
print("READY", flush=True)
while True:
    time.sleep(0.3)
