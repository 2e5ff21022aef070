# The signal comes in the last step of the start: the main thread then comes to its work by itself, and waits there for another event
# than the handler sets (the settings were read anew, and made a new one).
# cause: signal-flag-unread
# culprit: Application.serve
# says: has come to the next line of its work
# joined: no
import signal
import threading
import time


class Application:
    def __init__(self):
        self.stopping = threading.Event()
        self.done = threading.Event()

    def on_terminate(self, number, frame):
        self.stopping.set()

    def start(self):
        signal.signal(signal.SIGTERM, self.on_terminate)
        print("READY", flush=True)
        time.sleep(0.7)  # the caches warm up
        print("warm", flush=True)
        self.serve()

    def serve(self):
        workers = [threading.Thread(target=self.work, daemon=True) for _ in range(2)]
        for worker in workers:
            worker.start()
        self.done.wait()

    def work(self):
        while True:
            time.sleep(0.2)


Application().start()
