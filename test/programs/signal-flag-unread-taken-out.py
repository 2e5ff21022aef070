# The handler takes a word out of a dictionary of what is wanted, and the loop looks whether it is there.
# cause: signal-flag-unread
# culprit: Feed.pull
# kind: thread
# joined: no
import os
import signal


class Feed:
    def __init__(self):
        self.wanted = {"prices": 1, "volumes": 2}
        self.source, self.sink = os.pipe()
        signal.signal(signal.SIGTERM, self.leave)

    def leave(self, number, frame):  #< construct
        self.wanted.pop("prices", None)

    def pull(self):
        return os.read(self.source, 100)  #< frame

    def run(self):
        while "prices" in self.wanted:
            self.pull()


feed = Feed()
print("READY", flush=True)
feed.run()
