# A daemon thread works off a queue, and the main thread waits for its end.
# cause: drain-longer-than-grace
# culprit: Sender.close
# kind: thread
# thread: MainThread
# grace: 3
import queue
import signal
import threading
import time


class Sender:
    def __init__(self):
        self.jobs = queue.Queue()
        threading.Thread(target=self.run, name="sender", daemon=True).start()

    def run(self):
        while True:
            self.jobs.get()
            time.sleep(0.15)
            self.jobs.task_done()

    def close(self):
        self.jobs.join()  #< frame construct


def main():
    sender = Sender()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    for job in range(200):
        sender.jobs.put(job)
    print("READY", flush=True)
    stop.wait()
    sender.close()


main()
