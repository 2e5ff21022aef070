# A queue worker with task_done() in finally, like the one of the documentation, and a bare except.
# cause: cancel-swallowed
# culprit: Pool.worker
# kind: task
# innocent: main, Pool.run
import asyncio
import signal


class Pool:
    def __init__(self, size):
        self.queue = asyncio.Queue()
        self.size = size
        self.failed = 0

    async def handle(self, job):
        await asyncio.sleep(job)

    async def worker(self):
        while True:
            job = None
            try:
                job = await self.queue.get()  #< frame
                await self.handle(job)
            except:  #< construct
                self.failed += 1
            finally:
                if job is not None:
                    self.queue.task_done()

    async def run(self):
        workers = [asyncio.ensure_future(self.worker()) for _ in range(self.size)]
        try:
            await asyncio.Event().wait()
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    pool = Pool(2)
    pool.queue.put_nowait(0.01)
    asyncio.get_running_loop().call_later(0.2, lambda: print("READY", flush=True))
    await pool.run()


asyncio.run(main())
