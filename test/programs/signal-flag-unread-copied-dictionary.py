# The handler gets the state by a partial and sets an entry; the loop tests the entry of a copy.
# cause: signal-flag-unread
# culprit: Importer.run
# kind: thread
# joined: no
import functools
import signal
import time


def on_term(state, number, frame):
    state["stop"] = True


class Importer:
    def __init__(self, state):
        self.state = dict(state)

    def run(self):
        while not self.state["stop"]:
            time.sleep(0.2)  #< frame


state = {"stop": False}
signal.signal(signal.SIGTERM, functools.partial(on_term, state))
print("READY", flush=True)
Importer(state).run()
