# A supervisor with two forked workers, as gunicorn has it: it passes SIGTERM on, and one worker swallows its cancellation.
# cause: cancel-swallowed | child-still-running
# culprit: Careless.poll
# innocent: supervise
import asyncio
import os
import signal
import time


class Obedient:
    def __init__(self):
        self.queue = asyncio.Queue()

    async def poll(self):
        while True:
            job = await self.queue.get()
            job()


class Careless:
    def __init__(self):
        self.queue = asyncio.Queue()
        self.failures = 0

    async def poll(self):
        while True:
            try:
                job = await self.queue.get()  #< frame
                job()
            except:  #< construct
                self.failures += 1


async def work(worker):
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.create_task(worker.poll(), name="poller")


class Supervisor:
    def __init__(self):
        self.workers = []

    def start(self, worker):
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            try:
                asyncio.run(work(worker))
            finally:
                os._exit(0)
        self.workers.append(pid)

    def stop(self, signum, frame):
        for pid in self.workers:
            os.kill(pid, signal.SIGTERM)

    def supervise(self):
        while self.workers:
            pid, status = os.wait()
            self.workers.remove(pid)


supervisor = Supervisor()
signal.signal(signal.SIGTERM, supervisor.stop)
supervisor.start(Obedient())
supervisor.start(Careless())
time.sleep(0.5)
print("READY", flush=True)
supervisor.supervise()
