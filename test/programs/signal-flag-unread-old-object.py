# The handler belongs to the service of an earlier start, and sets that one's event; the loop waits for its own.
# cause: signal-flag-unread
# culprit: Service.run
# kind: thread
# joined: no
import signal
import threading


class Service:
    def __init__(self):
        self.stop = threading.Event()

    def on_term(self, *_):
        self.stop.set()

    def run(self):
        while not self.stop.wait(0.3):  #< frame
            pass


def load(service):
    signal.signal(signal.SIGTERM, service.on_term)
    return Service()


service = load(Service())
print("READY", flush=True)
service.run()
