# The queue is closed for the shutdown; the workers take that for an error like any other, pause and try again.
# cause: cancel-never-requested
# culprit: Worker.run
# kind: task
# innocent: main
import asyncio
import signal


class Closed(Exception):
    pass


class Jobs:
    def __init__(self):
        self.queue = asyncio.Queue()
        self.is_closed = False

    async def get(self):
        if self.is_closed:
            raise Closed
        return await self.queue.get()

    def close(self, workers):
        self.is_closed = True
        for _ in range(workers):
            self.queue.put_nowait(None)


class Worker:
    def __init__(self, jobs):
        self.jobs = jobs
        self.errors = 0

    async def run(self):
        while True:
            try:
                print((await self.jobs.get()).name)
            except Exception:
                self.errors += 1
                await asyncio.sleep(0.05)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    jobs = Jobs()
    workers = [asyncio.create_task(Worker(jobs).run()) for _ in range(2)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    jobs.close(len(workers))
    await asyncio.gather(*workers)


asyncio.run(main())
