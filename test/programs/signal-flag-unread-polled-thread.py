# The main thread asks from the start whether its threads are alive; one of them does not come to look at the flag.
# cause: signal-flag-unread
# culprit: Link.run
# kind: thread
# thread: link-1
# innocent: main
import signal
import socket
import threading
import time

stopping = threading.Event()


class Link(threading.Thread):
    def __init__(self, number, timeout):
        super().__init__(name=f"link-{number}", daemon=True)
        self.socket, self.peer = socket.socketpair()
        self.socket.settimeout(timeout)

    def run(self):
        while not stopping.is_set():
            try:
                self.socket.recv(64)  #< frame
            except socket.timeout:
                continue


links = [Link(0, 0.3), Link(1, None), Link(2, 0.3)]
for link in links:
    link.start()
signal.signal(signal.SIGTERM, lambda *_: stopping.set())
print("READY", flush=True)
while any(link.is_alive() for link in links):
    time.sleep(0.2)
