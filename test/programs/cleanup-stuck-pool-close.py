# A pool waits at close for every connection; one was never given back, and its taker is gone.
# cause: cleanup-stuck
# culprit: Pool.close
# kind: task
# innocent: use
import asyncio
import signal


class Pool:
    def __init__(self):
        self.out = 0
        self.returned = asyncio.Condition()

    async def acquire(self):
        self.out += 1
        return object()

    async def release(self, connection):
        async with self.returned:
            self.out -= 1
            self.returned.notify_all()

    async def close(self):
        async with self.returned:
            while self.out > 0:
                await self.returned.wait()  #< frame construct?


async def use(pool):
    await pool.acquire()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    pool = Pool()
    await asyncio.create_task(use(pool))
    try:
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.sleep(3600)
    finally:  #< construct?
        await pool.close()


asyncio.run(main())
