# A pool by hand: its close() waits on a condition until all connections are back. Who has one was never cancelled, and gives it
# back in the generator of its `async with`, which is on no chain of awaits meanwhile.
# cause: cancel-never-requested
# culprit: Audit.write
# kind: task
# innocent: main
import asyncio
import contextlib
import signal


class Pool:
    def __init__(self):
        self.free = ["connection"]
        self.lent = set()
        self.condition = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def acquire(self):
        async with self.condition:
            while not self.free:
                await self.condition.wait()
            connection = self.free.pop()
            self.lent.add(connection)
        try:
            yield connection
        finally:
            self.lent.discard(connection)
            self.free.append(connection)
            async with self.condition:
                self.condition.notify_all()

    async def close(self):
        async with self.condition:
            while self.lent:
                await self.condition.wait()


class Audit:
    def __init__(self, pool):
        self.pool = pool

    async def write(self):
        async with self.pool.acquire():
            await asyncio.Event().wait()  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    pool = Pool()
    writing = asyncio.ensure_future(Audit(pool).write())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await pool.close()
    await writing


asyncio.run(main())
