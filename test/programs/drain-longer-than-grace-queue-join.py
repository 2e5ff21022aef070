# The shutdown waits until the queue is empty, which goes on: its worker is healthy, and slower than the grace period.
# cause: drain-longer-than-grace
# culprit: main
# kind: task
# innocent: Uploader.run, Uploader.upload
# grace: 3
import asyncio
import signal


class Uploader:
    def __init__(self):
        self.jobs = asyncio.Queue()

    async def upload(self, job):
        await asyncio.sleep(0.15)

    async def run(self):
        while True:
            job = await self.jobs.get()
            try:
                await self.upload(job)
            finally:
                self.jobs.task_done()


async def main():
    uploader = Uploader()
    worker = asyncio.ensure_future(uploader.run())
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    for job in range(200):
        uploader.jobs.put_nowait(job)
    print("READY", flush=True)
    await stop.wait()
    await uploader.jobs.join()  #< frame construct
    worker.cancel()


asyncio.run(main())
