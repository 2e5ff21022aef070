# After its loop the service waits for the items of a JoinableQueue, with one of which its worker process is busy.
# cause: cleanup-stuck | thread-join-stuck
# culprit: Service.drain
# kind: thread
# says: child process
import multiprocessing
import signal
import time

context = multiprocessing.get_context("fork")


def work(queue):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        queue.get()
        time.sleep(600)
        queue.task_done()


class Service:
    def __init__(self):
        self.on = True
        self.queue = context.JoinableQueue()

    def stop(self, number, frame):
        self.on = False

    def drain(self):
        self.queue.join()  #< frame construct?

    def run(self):
        context.Process(target=work, args=(self.queue,), daemon=True).start()
        signal.signal(signal.SIGTERM, self.stop)
        self.queue.put("item")
        while self.on:
            print("READY", flush=True)
            time.sleep(0.3)
        self.drain()


Service().run()
