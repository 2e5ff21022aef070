# psycopg's pool without a server: a worker waits for a connection, and takes the pool's close for a failed attempt.
# cause: cancel-swallowed
# culprit: save
# task: saver
# innocent: main
# sets: current
import asyncio
import contextlib
import logging
import signal

from psycopg_pool import AsyncConnectionPool
from visitor import free_port

logging.disable()
failures = []


async def save(pool):
    while True:
        try:
            async with pool.connection(timeout=0.3) as connection:  #< frame
                await connection.execute("select 1")
        except:  #< construct
            failures.append(1)
        with contextlib.suppress(BaseException):  #< construct
            await asyncio.sleep(0.1)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    pool = AsyncConnectionPool(f"host=127.0.0.1 port={free_port()} user=app", open=False)
    await pool.open()
    saver = asyncio.create_task(save(pool), name="saver")
    await asyncio.sleep(0.5)
    print("READY", flush=True)
    try:
        await asyncio.sleep(3600)
    finally:
        await pool.close(timeout=0.2)
        saver.cancel()


asyncio.run(main())
