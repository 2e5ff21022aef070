# The handler's shutdown task gives the queue 30 s, and only then cancels the workers, which main waits for.
# cause: drain-longer-than-grace
# culprit: Jobs.shutdown
# kind: task
# innocent: Jobs.worker, main
import asyncio
import signal


class Jobs:
    def __init__(self):
        self.queue = asyncio.Queue()
        self.gate = asyncio.Event()
        self.workers = []

    async def worker(self):
        while True:
            await self.queue.get()
            await self.gate.wait()
            self.queue.task_done()

    async def shutdown(self):
        try:
            await asyncio.wait_for(self.queue.join(), 30)  #< frame construct
        except asyncio.TimeoutError:
            pass
        for one in self.workers:
            one.cancel()

    async def run(self):
        loop = asyncio.get_event_loop()
        kept = []
        loop.add_signal_handler(signal.SIGTERM, lambda: kept.append(loop.create_task(self.shutdown())))
        self.workers = [loop.create_task(self.worker()) for _ in range(2)]
        for number in range(5):
            self.queue.put_nowait(number)
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        await asyncio.wait(self.workers)


async def main():
    await Jobs().run()


asyncio.run(main())
