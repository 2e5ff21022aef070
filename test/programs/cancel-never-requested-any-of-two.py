# Two wait for each other, but one of them for a third as well, either of which is enough: it is no deadlock.
# cause: cancel-never-requested
# culprit: Mirror.fetch
# kind: task
# task: fetch
# innocent: main, Mirror.first, Mirror.log
import asyncio
import signal


class Mirror:
    def __init__(self, stop):
        self.stop = stop
        self.tasks = {}

    async def fetch(self):
        await asyncio.Event().wait()  #< frame

    async def first(self):
        await self.stop.wait()
        await asyncio.wait([self.tasks["log"], self.tasks["fetch"]], return_when=asyncio.FIRST_COMPLETED)

    async def log(self):
        await self.stop.wait()
        await self.tasks["first"]

    def start(self):
        for work in (self.fetch, self.first, self.log):
            self.tasks[work.__name__] = asyncio.create_task(work(), name=work.__name__)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    mirror = Mirror(stop)
    mirror.start()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await mirror.tasks["first"]


asyncio.run(main())
