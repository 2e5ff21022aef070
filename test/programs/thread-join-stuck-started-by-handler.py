# The handler leaves the shutdown to a thread, which joins a worker; the main thread stays where it was.
# cause: thread-join-stuck
# kind: thread
# culprit: Service.pull
# thread: pull
# innocent: Service.run
import os
import signal
import socket
import threading


class Service:
    def __init__(self):
        self.here, self.there = socket.socketpair()
        self.worker = threading.Thread(target=self.pull, name="pull")

    def pull(self):
        self.here.recv(100)  #< frame

    def leave(self):
        self.worker.join()  #< construct
        os._exit(0)

    def on_term(self, signum, frame):
        threading.Thread(target=self.leave, name="stopper").start()

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        self.worker.start()
        print("READY", flush=True)
        while True:
            signal.pause()


Service().run()
