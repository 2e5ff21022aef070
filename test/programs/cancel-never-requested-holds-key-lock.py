# Of those that nobody told, one has the lock that the cleanup wants, and another waits for a lock like it.
# cause: cancel-never-requested
# culprit: Origin.fetch
# innocent: main
# joined: no
import asyncio
import signal


class Origin:
    def __init__(self):
        self.tokens = asyncio.Queue()

    async def fetch(self):
        await self.tokens.get()  #< frame


class Cache:
    def __init__(self):
        self.origin = Origin()
        self.locks = {"a": asyncio.Lock(), "b": asyncio.Lock()}

    async def refresh(self, key):
        async with self.locks[key]:
            await self.origin.fetch()

    async def close(self):
        for key in sorted(self.locks):
            async with self.locks[key]:
                pass


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    cache = Cache()
    jobs = [asyncio.ensure_future(cache.refresh(key)) for key in "abab"]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await cache.close()
    return jobs


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
try:
    loop.run_until_complete(main())
except asyncio.CancelledError:
    pass
