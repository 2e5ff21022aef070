# A service runs a command in each of its rounds, and looks at its flag in between: no launcher, for all that it waits for a child.
# cause: child-still-running
# kind: process
# joined: no
import signal
import subprocess


class Mirror:
    def __init__(self):
        self.leaving = False
        signal.signal(signal.SIGTERM, self.leave)

    def leave(self, number, frame):
        self.leaving = True

    def fetch(self):
        subprocess.run(["tail", "-f", "/dev/null"], check=False)

    def run(self):
        print("READY", flush=True)
        while not self.leaving:
            self.fetch()


Mirror().run()
