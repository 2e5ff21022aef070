# An AsyncExitStack's callback waits.
# cause: cleanup-stuck
# culprit: Tracer.flush
# kind: task
# task: app
# innocent: main
import asyncio
import contextlib
import signal


class Tracer:
    def __init__(self):
        self.spans = asyncio.Queue()

    async def flush(self):
        await self.spans.get()  #< frame construct?


async def run():
    async with contextlib.AsyncExitStack() as stack:  #< construct?
        stack.push_async_callback(Tracer().flush)
        await asyncio.sleep(3600)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    app = asyncio.create_task(run(), name="app")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await app


asyncio.run(main())
