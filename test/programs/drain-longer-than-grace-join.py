# The main thread joins a thread with a limit of its own, longer than the grace period.
# cause: drain-longer-than-grace
# culprit: Mailer.stop
# kind: thread
import queue
import signal
import threading


class Mailer(threading.Thread):
    def __init__(self):
        super().__init__(name="mailer", daemon=True)
        self.letters = queue.Queue()

    def run(self):
        while True:
            self.letters.get()

    def stop(self):
        self.join(timeout=30)  #< frame construct


def main():
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    mailer = Mailer()
    mailer.start()
    print("READY", flush=True)
    stopping.wait()
    mailer.stop()


main()
