# An object with `async def __call__`, its wait in an async comprehension over a clean generator.
# cause: cancel-swallowed
# culprit: pages
# kind: task
# innocent: main
import asyncio
import signal


async def pages(source):
    while True:
        page = await source.get()  #< frame
        if page is None:
            return
        yield page


class Job:
    def __init__(self):
        self.source = asyncio.Queue()

    async def __call__(self):
        while True:
            try:
                print([page async for page in pages(self.source)])
            except BaseException as error:  #< construct
                print("job failed:", repr(error))


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    job = asyncio.create_task(Job()(), name="job")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await job


asyncio.run(main())
