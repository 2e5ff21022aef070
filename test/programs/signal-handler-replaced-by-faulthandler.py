# faulthandler installs a handler of C after the service's own: Python's table still shows the service's, which is never called.
# cause: signal-handler-replaced
# culprit: App.stop
# kind: signal-handler
import faulthandler
import signal
import sys
import threading


class App:
    def __init__(self):
        self.stopped = threading.Event()

    def stop(self, number, frame):  #< frame construct
        self.stopped.set()

    def run(self):
        signal.signal(signal.SIGTERM, self.stop)
        faulthandler.register(signal.SIGTERM, file=sys.stderr, chain=False)
        print("READY", flush=True)
        self.stopped.wait()


App().run()
