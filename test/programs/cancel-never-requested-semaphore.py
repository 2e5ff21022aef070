# A semaphore of two: one holder waits for whoever wants in, and the other, who would do, is never told to end.
# cause: cancel-never-requested
# culprit: Pool.download
# kind: task
# task: download
# innocent: main, Pool.close, Pool.monitor
import asyncio
import signal


class Pool:
    def __init__(self, stop):
        self.stop = stop
        self.room = asyncio.Semaphore(2)
        self.tasks = {}

    async def monitor(self):
        async with self.room:
            await self.stop.wait()
            await self.tasks["close"]

    async def download(self):
        async with self.room:
            await asyncio.Event().wait()  #< frame

    async def close(self):
        await self.stop.wait()
        async with self.room:
            print("closed")

    def start(self):
        for work in (self.monitor, self.download, self.close):
            self.tasks[work.__name__] = asyncio.create_task(work(), name=work.__name__)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    pool = Pool(stop)
    pool.start()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await pool.tasks["close"]


asyncio.run(main())
