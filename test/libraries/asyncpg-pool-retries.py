# asyncpg: a loop that makes its pool until the database is there, and swallows the cancellation while it waits.
# cause: cancel-swallowed
# culprit: connect
# kind: task
# sets: current
import asyncio
import contextlib
import signal

import asyncpg
from visitor import free_port


async def connect(port):
    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError):
            return await asyncpg.create_pool(host="127.0.0.1", port=port, user="app", timeout=5)
        with contextlib.suppress(asyncio.CancelledError):  #< construct
            await asyncio.sleep(0.5)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    asyncio.get_running_loop().call_later(0.7, print, "READY")
    await connect(free_port())


import functools

print = functools.partial(print, flush=True)
asyncio.run(main())
