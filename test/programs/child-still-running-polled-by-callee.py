# A supervisor goes round in a loop whose condition is a function that asks for its children; the idle one is told after the busy one.
# cause: child-still-running
# culprit: fetch
# kind: process
# innocent: Supervisor.run, Supervisor.stop, serve
import multiprocessing
import signal
import socket
import time


def serve(jobs):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        job = jobs.get()
        if job is None:
            break
        fetch()


def fetch():
    begun.set()
    here.recv(10)  #< frame


class Supervisor:
    def __init__(self):
        self.stopping = False
        self.jobs = [multiprocessing.SimpleQueue() for _ in range(2)]
        context = multiprocessing.get_context("fork")
        self.workers = [context.Process(target=serve, args=(jobs,)) for jobs in self.jobs]

    def stop(self, number, frame):
        self.stopping = True

    def any_alive(self):
        return any(worker.is_alive() for worker in self.workers)

    def pause(self):
        time.sleep(0.1)

    def run(self):
        for worker in self.workers:
            worker.start()
        signal.signal(signal.SIGTERM, self.stop)
        self.jobs[1].put("EURUSD")
        begun.wait()
        print("READY", flush=True)
        while not self.stopping:
            self.pause()
        self.jobs[1].put(None)
        while self.any_alive():
            self.pause()


here, there = socket.socketpair()
begun = multiprocessing.Event()
Supervisor().run()
