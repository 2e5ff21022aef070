# The handler is one expression that sets an attribute; the loop that looks at it is in a long pause.
# cause: signal-flag-unread
# culprit: Daemon.pause
# kind: thread
import signal
import time


class Flags:
    stop = False


class Daemon:
    def __init__(self):
        self.flags = Flags()

    def install(self):
        signal.signal(signal.SIGTERM, lambda *_: setattr(self.flags, "stop", True))

    def pause(self):
        time.sleep(3600)  #< frame

    def run(self):
        while not self.flags.stop:
            self.pause()


daemon = Daemon()
daemon.install()
print("READY", flush=True)
daemon.run()
