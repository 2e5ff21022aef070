# A pool is closed gracefully while a query that nobody cancelled has a connection checked out.
# cause: cancel-never-requested
# culprit: Reports.query
# kind: task
# task: reports
# innocent: main, Pool.close
import asyncio
import signal


class Pool:
    def __init__(self, size):
        self.size = size
        self.free = asyncio.Queue()
        for number in range(size):
            self.free.put_nowait("connection-%d" % number)

    async def acquire(self):
        return await self.free.get()

    def release(self, connection):
        self.free.put_nowait(connection)

    async def close(self):
        for _ in range(self.size):
            await self.free.get()


class Reports:
    def __init__(self, pool):
        self.pool = pool
        self.rows = asyncio.Event()

    async def query(self):
        connection = await self.pool.acquire()
        try:
            await self.rows.wait()  #< frame
        finally:
            self.pool.release(connection)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    pool = Pool(2)
    reports_task = asyncio.create_task(Reports(pool).query(), name="reports")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await pool.close()


asyncio.run(main())
