# A poller waits, in the handler of its error, until it is online again; it looks at the flag of the shutdown afterwards only.
# cause: cancel-never-requested
# culprit: Poller.until_online
# kind: task
# task: poller
# innocent: main
import asyncio
import signal


class Poller:
    def __init__(self):
        self.online = asyncio.Event()
        self.closing = False

    async def fetch(self):
        await asyncio.sleep(0.01)
        raise ConnectionError("offline")

    async def until_online(self):
        await self.online.wait()  #< frame

    async def once(self):
        try:
            await self.fetch()
        except Exception:
            await self.until_online()

    async def run(self):
        while not self.closing:
            await self.once()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    poller = Poller()
    polling = asyncio.create_task(poller.run(), name="poller")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    poller.closing = True
    await polling


asyncio.run(main())
