# The loop that looks at the flag calls a long computation, whose line is another one at each look.
# cause: signal-flag-unread
# kind: thread
# thread: MainThread
# joined: no
import signal
import threading


class Solver:
    def __init__(self):
        self.cancelled = threading.Event()

    def search(self, seed):
        best = seed
        for a in range(30000):
            for b in range(30000):
                best = self.score(best, a, b)
        return best

    @staticmethod
    def score(best, a, b):
        return (best * 31 + a * b) % 1000003

    def run(self):
        seed = 1
        while not self.cancelled.is_set():
            seed = self.search(seed)


solver = Solver()
signal.signal(signal.SIGTERM, lambda number, frame: solver.cancelled.set())
print("READY", flush=True)
solver.run()
