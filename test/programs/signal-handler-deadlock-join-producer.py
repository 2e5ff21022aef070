# The handler joins a thread that puts into a full queue, from which only the code takes that it interrupted.
# cause: signal-handler-deadlock
# culprit: App.on_term
# kind: signal-handler
# innocent: producer
import queue
import signal
import threading
import time


class App:
    def __init__(self):
        self.results = queue.Queue(maxsize=2)
        self.stopping = False
        self.worker = threading.Thread(target=self.produce, name="producer", daemon=True)

    def produce(self):
        count = 0
        while not self.stopping:
            count += 1
            self.results.put(count)

    def on_term(self, number, frame):
        self.stopping = True
        self.worker.join()  #< frame construct
        raise SystemExit(0)

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        self.worker.start()
        time.sleep(0.2)
        print("READY", flush=True)
        while True:
            self.show(self.results.get())

    def show(self, result):
        time.sleep(0.4)


App().run()
