# The shutdown gathers the stop() of its parts, and one of them waits for a part that was never started.
# cause: cleanup-stuck
# culprit: Part.stop
# innocent: main, Part.run
# says: is a part of the shutdown
# joined: no
import asyncio
import signal


class Part:
    def __init__(self, *needs):
        self.stopped = asyncio.Event()
        self.dependents = []
        for one in needs:
            one.dependents.append(self)

    def start(self):
        self.task = asyncio.ensure_future(self.run())

    async def run(self):
        while True:
            await asyncio.sleep(0.2)

    async def stop(self):
        for one in self.dependents:
            await one.stopped.wait()  #< frame
        self.task.cancel()
        self.stopped.set()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database, cache = Part(), Part()
    search = Part(database)
    for one in (database, cache):
        one.start()
    print("READY", flush=True)
    await stop.wait()
    await asyncio.gather(*(one.stop() for one in (database, cache)))
    return search


asyncio.run(main())
