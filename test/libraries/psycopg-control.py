# psycopg's pool without a server, as it should be: closed at the end.
# cause: none
# sets: current
import asyncio
import logging
import signal

from psycopg_pool import AsyncConnectionPool
from visitor import free_port

logging.disable()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with AsyncConnectionPool(f"host=127.0.0.1 port={free_port()} user=app", open=False):
        await asyncio.sleep(0.3)
        print("READY", flush=True)
        await stop.wait()


asyncio.run(main())
