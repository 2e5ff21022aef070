# A lock that is taken inside `async with` of an object: whoever stands inside it has the lock, and nobody told it to stop.
# cause: cancel-never-requested
# culprit: rebuild
# kind: task
# task: rebuild
# innocent: main
import asyncio
import signal


class Unit:
    def __init__(self, lock):
        self.lock = lock

    async def __aenter__(self):
        await self.lock.acquire()
        return self

    async def __aexit__(self, *exception):
        self.lock.release()


class Repository:
    def __init__(self):
        self.writing = asyncio.Lock()

    def unit(self):
        return Unit(self.writing)


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
