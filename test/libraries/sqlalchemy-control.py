# SQLAlchemy async as it should be: the engine is disposed of at the end.
# cause: none
# sets: current older
import asyncio
import signal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.connect() as connection:
        await connection.execute(text("select 1"))
    print("READY", flush=True)
    await stop.wait()
    await engine.dispose()


asyncio.run(main())
