# A coroutine function given to signal.signal: the call makes a coroutine, which nothing runs.
# cause: signal-handler-failed
# culprit: Gateway.shutdown
# kind: signal-handler
import signal
import threading


class Gateway:
    def __init__(self):
        self.closed = threading.Event()

    async def shutdown(self, number=None, frame=None):  #< frame construct
        self.closed.set()

    def run(self):
        signal.signal(signal.SIGTERM, self.shutdown)
        print("READY", flush=True)
        self.closed.wait()


Gateway().run()
