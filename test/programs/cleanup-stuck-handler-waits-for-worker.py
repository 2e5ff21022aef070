# The handler waits until a worker has put its things away. Not the code that it interrupted is to do that: the worker is at work.
# cause: cleanup-stuck | thread-join-stuck
# culprit: on_term | Press.turn
# says: 'press'
# certainty: likely
import signal
import threading
import time

done = threading.Event()


class Press(threading.Thread):
    def __init__(self):
        super().__init__(name="press", daemon=True)

    def turn(self):
        time.sleep(3600)

    def run(self):
        try:
            self.turn()
        finally:
            done.set()


def on_term(number, frame):
    done.wait()  #< frame
    raise SystemExit(0)


signal.signal(signal.SIGTERM, on_term)
Press().start()
print("READY", flush=True)
while True:
    time.sleep(1)
