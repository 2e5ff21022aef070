# A supervisor watches over its processes and goes round for their sake; the flag of its handler is looked at by nobody.
# cause: signal-flag-unread
# culprit: Supervisor.run
# kind: thread
# innocent: work
# joined: no
import multiprocessing
import signal
import time


def work():
    number = 1
    while True:
        number = (number * 31 + 7) % 1_000_003
        time.sleep(0.001)


class Supervisor:
    def __init__(self):
        self.children = []
        self.stopping = False

    def stop(self, number, frame):
        self.stopping = True

    def start_child(self):
        child = multiprocessing.get_context("fork").Process(target=work, daemon=True)
        child.start()
        self.children.append(child)

    def has_failed(self):
        return any(child.exitcode == 3 for child in self.children)

    def run(self):
        self.start_child()
        signal.signal(signal.SIGTERM, self.stop)
        print("READY", flush=True)
        while True:
            if self.has_failed():
                break
            time.sleep(0.2)


Supervisor().run()
