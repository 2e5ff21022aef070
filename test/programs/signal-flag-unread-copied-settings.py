# The handler sets a flag of the settings; the loop, which is at another line at each look, tests that of its copy.
# cause: signal-flag-unread
# culprit: Poller.fetch | Poller.store
# kind: thread
# joined: no
import dataclasses
import signal
import time


@dataclasses.dataclass
class Settings:
    interval: float = 0.2
    stop: bool = False


SETTINGS = Settings()


def on_term(number, frame):
    SETTINGS.stop = True


class Poller:
    def __init__(self, settings):
        self.settings = dataclasses.replace(settings, interval=0.25)

    def fetch(self):
        time.sleep(0.2)  #< frame

    def store(self):
        time.sleep(self.settings.interval)  #< frame

    def run(self):
        while not self.settings.stop:
            self.fetch()
            self.store()


signal.signal(signal.SIGTERM, on_term)
print("READY", flush=True)
Poller(SETTINGS).run()
