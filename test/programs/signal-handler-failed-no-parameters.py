# The handler takes no arguments, and Python calls it with two: the TypeError is caught by the loop that it interrupts.
# cause: signal-handler-failed
# culprit: App.stop
# kind: signal-handler
import signal
import threading


class App:
    def __init__(self):
        self.finished = threading.Event()

    def stop(self):  #< frame
        self.finished.set()

    def run(self):
        signal.signal(signal.SIGTERM, self.stop)
        print("READY", flush=True)
        while not self.finished.is_set():
            try:
                self.finished.wait(0.4)
            except Exception as error:  #< construct
                print("cycle failed", repr(error))


App().run()
