# The handler's coroutine has told all before it failed: what holds the stop up is the task that was told and is stuck in its cleanup.
# cause: cleanup-stuck
# culprit: Worker.poll
# kind: task
# innocent: main, on_term
import asyncio
import signal


class Worker:
    def __init__(self):
        self.tasks = []
        self.ending = None

    async def poll(self):
        flushed = asyncio.Event()
        try:
            await asyncio.sleep(3600)
        finally:
            await flushed.wait()  #< frame

    async def shutdown(self):
        for one in self.tasks:
            one.cancel()
        await asyncio.sleep(0.01)
        raise ConnectionError("gone")

    def on_term(self):
        self.ending = asyncio.ensure_future(self.shutdown())

    async def run(self):
        asyncio.get_event_loop().add_signal_handler(signal.SIGTERM, self.on_term)
        self.tasks = [asyncio.ensure_future(self.poll())]
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        await asyncio.wait(self.tasks)


async def main():
    await Worker().run()


asyncio.run(main())
