# A server of a library's own, with a pool: its stop() gives back an event that is set when the last request has been served.
# cause: drain-waits-for-handler
# culprit: report
# kind: thread
# certainty: likely
import concurrent.futures
import importlib
import os
import signal
import sys
import tempfile
import threading
import time

LIBRARY = """
import threading


class Server:
    def __init__(self, pool):
        self.pool = pool
        self.lock = threading.Lock()
        self.running = 0
        self.left = threading.Event()

    def submit(self, function, request):
        self.running += 1
        return self.pool.submit(self.serve, function, request)

    def serve(self, function, request):
        try:
            return function(request)
        finally:
            self.finished()

    def finished(self):
        with self.lock:
            self.running -= 1
            listener = self.left if self.running == 0 else None
        getattr(listener, "set", int)()

    def stop(self):
        return self.left
"""

folder = os.path.join(tempfile.mkdtemp(), "lib", "python3", "site-packages")
os.makedirs(folder)
with open(os.path.join(folder, "callserver.py"), "w") as file:
    file.write(LIBRARY)
sys.path.insert(0, folder)


def report(request):
    print("READY", flush=True)
    time.sleep(3600)  #< frame


def main():
    server = importlib.import_module("callserver").Server(concurrent.futures.ThreadPoolExecutor(4))
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    server.submit(report, b"x")
    over.wait()
    stopped = server.stop()
    stopped.wait()


main()
