# The handler raises an exception of its own: a clause that takes a variable keeps it, and not the one around all.
# cause: signal-handler-failed
# culprit: on_term
# kind: signal-handler
import signal
import time


class GracefulExit(Exception):
    pass


class Client:
    def __init__(self, transient=(Exception,)):
        self.transient = transient

    def call(self):
        while True:
            try:
                self.request()
            except self.transient:  #< construct
                pass

    def request(self):
        time.sleep(3600)


def on_term(number, frame):  #< frame
    raise GracefulExit


signal.signal(signal.SIGTERM, on_term)
print("READY", flush=True)
try:
    Client().call()
except GracefulExit:
    print("clean exit")
