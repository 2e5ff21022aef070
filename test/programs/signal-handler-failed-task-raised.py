# The handler starts the shutdown's coroutine and keeps its task; that fails before it comes to stop anything, and nobody is told.
# cause: signal-handler-failed
# culprit: Service.on_term
# kind: signal-handler
# innocent: main, Service.work
import asyncio
import signal


class Hooks:
    def __init__(self):
        self.all = []

    async def run(self):
        for hook in self.all:
            await hook()


class Service:
    def __init__(self):
        self.hooks = Hooks()
        self.tasks = []
        self.ending = None

    async def save(self):
        await asyncio.sleep(0.01)
        self.snapshot.write(self.tasks)

    async def shutdown(self):
        await self.hooks.run()
        for one in self.tasks:
            one.cancel()

    def on_term(self):  #< frame construct
        self.ending = asyncio.ensure_future(self.shutdown())

    async def work(self):
        queue = asyncio.Queue()
        while True:
            await queue.get()

    async def run(self):
        asyncio.get_event_loop().add_signal_handler(signal.SIGTERM, self.on_term)
        self.hooks.all.append(self.save)
        self.tasks = [asyncio.ensure_future(self.work()) for _ in range(2)]
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        await asyncio.wait(self.tasks)


async def main():
    await Service().run()


asyncio.run(main())
