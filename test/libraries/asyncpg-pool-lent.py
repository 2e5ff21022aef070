# asyncpg: the pool's close waits for a connection that a report has in hand; nobody told the report.
# cause: cancel-never-requested
# culprit: Repository.report
# kind: task
# innocent: PoolConnectionHolder.wait_until_released
# joined: no
# sets: current
import asyncio
import signal

import asyncpg
from visitor.fake_postgres import fake_postgres


class Repository:
    async def open(self, port):
        self.pool = await asyncpg.create_pool(
            host="127.0.0.1", port=port, user="app", password="", database="app", ssl=False, min_size=1
        )

    async def report(self):
        async with self.pool.acquire() as connection:
            print("READY", flush=True)
            await connection.execute("select 1")  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    repository = Repository()
    await repository.open(fake_postgres())
    reporting = asyncio.create_task(repository.report(), name="report")
    await stop.wait()
    await repository.pool.close()
    reporting.cancel()


asyncio.run(main())
