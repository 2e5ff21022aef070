# The work ends by itself; its finally empties the rest in a loop, which lets nothing go on that was cancelled.
# cause: cleanup-stuck
# culprit: Spool.run
# innocent: idle
import asyncio
import signal


class Spool:
    def __init__(self):
        self.closing = asyncio.Event()
        self.acknowledged = asyncio.Event()
        self.pages = ["first", "second", "third"]

    async def run(self):
        try:
            await self.closing.wait()
        finally:
            while self.pages:
                self.pages.pop()
                await asyncio.sleep(0.05)
            await self.acknowledged.wait()  #< frame


async def idle():
    await asyncio.sleep(3600)


async def main():
    spool = Spool()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, spool.closing.set)
    background = asyncio.ensure_future(idle())
    job = asyncio.ensure_future(spool.run())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([job])
    background.cancel()


asyncio.run(main())
