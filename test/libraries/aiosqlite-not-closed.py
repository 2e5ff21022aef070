# aiosqlite up to 0.21: a connection that nobody closes keeps its thread, which is no daemon.
# cause: thread-not-daemon
# kind: thread
# sets: older
import asyncio
import signal

import aiosqlite


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = await aiosqlite.connect(":memory:")
    await database.execute("select 1")
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
