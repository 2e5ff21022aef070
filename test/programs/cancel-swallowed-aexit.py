# An async context manager whose __aexit__ returns True.
# cause: cancel-swallowed
# culprit: process
# kind: task
# innocent: main
import asyncio
import signal


class Span:
    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):  #< construct
        await asyncio.sleep(0)
        return True  #< construct


async def process(jobs):
    while True:
        async with Span():  #< construct
            job = await jobs.get()  #< frame
            print(job)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    processing = asyncio.create_task(process(asyncio.Queue()), name="process")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await processing


asyncio.run(main())
