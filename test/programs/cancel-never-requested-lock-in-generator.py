# A lock that is taken by an @asynccontextmanager before its yield: whoever stands inside it has the lock.
# cause: cancel-never-requested
# culprit: rebuild
# kind: task
# task: rebuild
# innocent: main
import asyncio
import contextlib
import signal


class Repository:
    def __init__(self):
        self.writing = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def unit(self):
        await self.writing.acquire()
        try:
            yield self
        finally:
            self.writing.release()


async def rebuild(repository, upstream):
    async with repository.unit():
        await upstream.wait()  #< frame


async def main():
    repository = Repository()
    job = asyncio.create_task(rebuild(repository, asyncio.Event()), name="rebuild")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        async with repository.unit():
            job.cancel()


asyncio.run(main())
