# An AsyncExitStack with a callback that swallows.
# cause: cancel-swallowed
# culprit: Job.run
# kind: task
# innocent: main
import asyncio
import contextlib
import signal


class Job:
    def __init__(self):
        self.go = asyncio.Event()

    async def report(self, kind, error, traceback):
        await asyncio.sleep(0)
        return kind is not None  #< construct

    async def run(self):
        while True:
            async with contextlib.AsyncExitStack() as stack:  #< construct
                stack.push_async_exit(self.report)  #< construct
                await self.go.wait()  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    job = asyncio.create_task(Job().run(), name="job")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await job


asyncio.run(main())
