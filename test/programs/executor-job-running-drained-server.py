# A threaded server of one's own: its loop has seen the flag, and it waits, now and then looking, for a job of its pool.
# cause: executor-job-running
# culprit: answer
# kind: thread
# innocent: Server.serve, Server.stop
import concurrent.futures
import signal
import time


class Server:
    def __init__(self):
        self.alive = True
        self.pool = concurrent.futures.ThreadPoolExecutor(2)
        self.jobs = []

    def stop(self, number, frame):
        self.alive = False

    def serve(self):
        self.jobs.append(self.pool.submit(answer, 3600))
        while self.alive:
            time.sleep(0.05)
        while not all(job.done() for job in self.jobs):
            time.sleep(0.05)


def answer(seconds):
    print("READY", flush=True)
    time.sleep(seconds)  #< frame


server = Server()
signal.signal(signal.SIGTERM, server.stop)
server.serve()
