# A shutdown in phases: each has a limit that is shorter than the grace period, and all together they are longer.
# cause: drain-longer-than-grace
# culprit: Lifecycle.phase
# kind: task
# innocent: http, jobs, cache, mail, store
# grace: 3
# joined: no
import asyncio
import signal


class Part:
    def __init__(self):
        self.leave = asyncio.Event()

    async def run(self):
        await self.leave.wait()


class Lifecycle:
    ORDER = ("http", "jobs", "cache", "mail", "store")

    def __init__(self):
        self.tasks = {name: asyncio.ensure_future(Part().run()) for name in self.ORDER}

    async def phase(self, name):
        _done, pending = await asyncio.wait([self.tasks[name]], timeout=1.2)  #< frame construct?
        for task in pending:
            task.cancel()

    async def shut_down(self):
        for name in self.ORDER:
            await self.phase(name)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    lifecycle = Lifecycle()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await lifecycle.shut_down()


asyncio.run(main())
