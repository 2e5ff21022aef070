# The shutdown joins a daemon for 30 s and then gives it up: how long its work would take is no matter.
# cause: drain-longer-than-grace
# culprit: Runner.stop
# says: for at most 30 s
import signal
import threading
import time


class Runner:
    def __init__(self):
        self.thread = threading.Thread(target=self.work, name="job", daemon=True)
        self.thread.start()

    def work(self):
        for _ in range(240):
            time.sleep(0.5)

    def stop(self):
        self.thread.join(timeout=30)  #< frame


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
runner = Runner()
print("READY", flush=True)
stop.wait()
runner.stop()
