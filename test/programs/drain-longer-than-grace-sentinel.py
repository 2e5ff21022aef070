# A worker thread ends when it comes to the sign at the end of its queue, which takes longer than the grace period.
# cause: drain-longer-than-grace
# culprit: Uploader.run
# kind: thread
# thread: uploader
# grace: 3
# joined: no
import queue
import signal
import threading
import time

END = object()


class Uploader(threading.Thread):
    def __init__(self):
        super().__init__(name="uploader")
        self.jobs = queue.Queue()

    def run(self):
        while True:
            job = self.jobs.get()
            if job is END:
                break
            self.upload(job)  #< frame construct

    def upload(self, job):
        time.sleep(0.15)


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    uploader = Uploader()
    for job in range(200):
        uploader.jobs.put(job)
    uploader.start()
    print("READY", flush=True)
    stop.wait()
    uploader.jobs.put(END)
    uploader.join()


main()
