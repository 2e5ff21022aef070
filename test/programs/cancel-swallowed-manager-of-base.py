# The manager is a method of a base class, and its generator keeps everything.
# cause: cancel-swallowed
# culprit: Indexer.reindex | Indexer.run
# innocent: Writer.run
import asyncio
import signal
from contextlib import asynccontextmanager


class Traced:
    @asynccontextmanager
    async def span(self, name):
        try:
            yield name
        except BaseException as error:
            self.last = repr(error)


class Indexer(Traced):
    def __init__(self):
        self.changed = asyncio.Event()

    async def reindex(self):
        await self.changed.wait()  #< frame
        self.changed.clear()

    async def run(self):
        while True:
            async with self.span("reindex"):  #< construct
                await self.reindex()


class Writer:
    async def run(self):
        await asyncio.sleep(3600)


async def main():
    tasks = [asyncio.ensure_future(one.run()) for one in (Indexer(), Writer())]

    def stop():
        for task in tasks:
            task.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait(tasks)


asyncio.run(main())
