# A supervisor hears of its worker's end from a thread of its own; the handler tells the worker, which ignores SIGTERM.
# cause: child-still-running
# culprit: Supervisor.await_end
# kind: process
# innocent: main | watcher
import queue
import signal
import subprocess
import threading

WORKER = "trap '' TERM; echo up; exec sleep 600"


class Supervisor:
    def __init__(self):
        self.ends = queue.Queue()
        self.exit_code = None
        self.worker = subprocess.Popen(["sh", "-c", WORKER], stdout=subprocess.PIPE)

    def stop(self, number, frame):
        self.exit_code = 128 + number
        self.worker.terminate()

    def await_end(self):
        code = self.worker.wait()  #< frame
        self.ends.put(code)

    def run(self):
        signal.signal(signal.SIGTERM, self.stop)
        threading.Thread(target=self.await_end, name="watcher", daemon=True).start()
        print("READY", self.worker.stdout.readline(), flush=True)
        while True:
            try:
                code = self.ends.get(timeout=0.2)
            except queue.Empty:
                continue
            if self.exit_code is None:
                self.exit_code = code
            break


Supervisor().run()
