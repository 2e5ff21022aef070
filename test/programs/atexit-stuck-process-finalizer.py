# A finalizer of multiprocessing, which Python's exit runs, waits for an acknowledgement that nobody gives.
# cause: atexit-stuck
# culprit: Segment.release
# kind: atexit
import queue
import signal
import sys
from multiprocessing import util


class Segment:
    def __init__(self):
        self.answers = queue.Queue()
        self.finalizer = util.Finalize(self, Segment.release, args=(self.answers,), exitpriority=10)

    @staticmethod
    def release(answers):
        answers.get()  #< frame


segment = Segment()
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("READY", flush=True)
while True:
    signal.pause()
