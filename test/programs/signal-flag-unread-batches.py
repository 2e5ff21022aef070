# The main thread works batch after batch, and looks at the flag after a hundred of them: each batch is a loop that ends soon.
# cause: signal-flag-unread
# kind: thread
# thread: MainThread
# grace: 3
import signal
import time


class Importer:
    running = True

    def stop(self, *_):
        self.running = False

    def handle(self, row):
        time.sleep(0.13)  #< frame

    def batch(self):
        for _ in range(100):
            for row in range(16):
                self.handle(row)

    def run(self):
        signal.signal(signal.SIGTERM, self.stop)
        print("READY", flush=True)
        while self.running:
            self.batch()


Importer().run()
