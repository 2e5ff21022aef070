# The main thread waits in Thread.join of its worker; the handler only sets a flag which the worker reads between jobs.
# cause: signal-flag-unread
# culprit: Worker.run_job | Worker.loop
# innocent: main
import signal
import threading
import time


class Worker:
    def __init__(self):
        self.stopping = False

    def stop(self, number, frame):
        self.stopping = True

    def run_job(self):
        time.sleep(3600)  #< frame

    def loop(self):
        while not self.stopping:
            self.run_job()


def main():
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    thread = threading.Thread(target=worker.loop, name="jobs")
    thread.start()
    time.sleep(0.1)
    print("READY", flush=True)
    while thread.is_alive():
        thread.join(0.5)


main()
