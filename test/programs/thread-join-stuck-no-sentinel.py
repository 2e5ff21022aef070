# A worker thread has much to do when the signal comes, and nobody tells it to end: it would wait for more.
# cause: thread-join-stuck
# culprit: Uploader.upload
# kind: thread
# thread: uploader
# grace: 3
import queue
import signal
import threading
import time


class Uploader(threading.Thread):
    def __init__(self):
        super().__init__(name="uploader", daemon=True)
        self.jobs = queue.Queue()

    def run(self):
        while True:
            job = self.jobs.get()
            if job is None:
                break
            self.upload(job)

    def upload(self, job):
        time.sleep(0.15)  #< frame


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    uploader = Uploader()
    for job in range(200):
        uploader.jobs.put(job)
    uploader.start()
    print("READY", flush=True)
    stop.wait()
    uploader.join()  #< construct


main()
