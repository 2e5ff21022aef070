# The signal handler sleeps while the load balancer forgets the pod, for longer than the grace period.
# cause: drain-longer-than-grace
# kind: thread
# culprit: Endpoint.on_term
# thread: MainThread
import signal
import sys
import threading
import time


class Endpoint:
    drain_seconds = 20

    def on_term(self, signum, frame):
        time.sleep(self.drain_seconds)  #< frame construct
        sys.exit(0)

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        print("READY", flush=True)
        threading.Event().wait()


Endpoint().run()
