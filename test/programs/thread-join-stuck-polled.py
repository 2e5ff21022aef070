# The shutdown asks in rounds whether a thread is alive, instead of joining it.
# cause: thread-join-stuck
# kind: thread
# culprit: Hub.receive
# thread: receiver
import signal
import socket
import threading
import time


class Hub:
    def __init__(self):
        self.here, self.there = socket.socketpair()
        self.stopping = False
        self.receiver = threading.Thread(target=self.receive, name="receiver", daemon=True)

    def receive(self):
        while not self.stopping:
            self.here.recv(100)  #< frame

    def stop(self):
        self.stopping = True
        while self.receiver.is_alive():
            time.sleep(0.1)  #< construct


asked = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: asked.set())
hub = Hub()
hub.receiver.start()
print("READY", flush=True)
asked.wait()
hub.stop()
