# SQLAlchemy async: the last connection of the pool is checked out by a task that waits, and the shutdown asks for one.
# cause: drain-longer-than-grace
# culprit: goodbye | report
# sets: current older
import asyncio
import signal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

engine = create_async_engine(
    "sqlite+aiosqlite://", poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0
)


async def report(rows):
    async with engine.connect() as connection:
        await connection.execute(text("select 1"))
        print("READY", flush=True)
        await rows.get()  #< frame


async def goodbye():
    async with engine.connect() as connection:  #< frame
        await connection.execute(text("select 2"))


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    reporter = asyncio.create_task(report(asyncio.Queue()), name="reporter")
    await stop.wait()
    await goodbye()
    reporter.cancel()


asyncio.run(main())
