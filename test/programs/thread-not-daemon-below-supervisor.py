# A supervisor forwards SIGTERM and waits; its worker, plain threads, leaves a thread behind that is not a daemon.
# cause: thread-not-daemon
# culprit: Mailer.run
# kind: thread
# thread: mailer
# innocent: supervise, forward, serve
import queue
import signal
import subprocess
import sys
import threading


class Mailer(threading.Thread):
    def __init__(self):
        super().__init__(name="mailer")
        self.letters = queue.Queue()

    def run(self):
        while True:
            print(self.letters.get())  #< frame


def serve():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    Mailer().start()
    print("READY", flush=True)
    while not stop.wait(0.1):
        pass


def supervise():
    worker = subprocess.Popen([sys.executable, __file__, "serve"])

    def forward(number, frame):
        worker.send_signal(number)

    signal.signal(signal.SIGTERM, forward)
    return worker.wait()


if sys.argv[1:] == ["serve"]:
    serve()
else:
    sys.exit(supervise())
