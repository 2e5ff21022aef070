# The handler sets the attribute of the class; the loop tests one of the object's own, which hides it.
# cause: signal-flag-unread
# culprit: Service.start
# kind: thread
# joined: no
import signal
import time


class Service:
    running = False

    @classmethod
    def stop(cls, number, frame):
        cls.running = False

    def start(self):
        self.running = True
        while self.running:
            time.sleep(0.3)  #< frame


signal.signal(signal.SIGTERM, Service.stop)
print("READY", flush=True)
Service().start()
