# After its loop the main thread waits for an event that a daemon thread would set, which hangs in a recv.
# cause: cleanup-stuck
# kind: thread
# culprit: Exporter.drain
# thread: MainThread
# innocent: Exporter.export
import queue
import signal
import socket
import threading


class Exporter:
    def __init__(self):
        self.here, self.there = socket.socketpair()
        self.batches = queue.Queue()
        self.idle = threading.Event()

    def export(self):
        while True:
            batch = self.batches.get()
            self.idle.clear()
            self.here.sendall(batch)
            self.here.recv(2)
            self.idle.set()

    def drain(self):
        self.idle.wait()  #< frame construct


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
exporter = Exporter()
threading.Thread(target=exporter.export, name="export", daemon=True).start()
exporter.batches.put(b"metrics")
print("READY", flush=True)
while not stop.is_set():
    stop.wait(1)
exporter.drain()
