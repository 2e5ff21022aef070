# A cleanup writes out page by page, until none is left: it goes on, and takes longer than the grace period.
# cause: drain-longer-than-grace
# culprit: Ledger.run
# kind: task
# grace: 3
# joined: no
import asyncio
import signal


class Ledger:
    def __init__(self):
        self.dirty = list(range(200))

    async def save(self, page):
        await asyncio.sleep(0.15)

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:
            while self.dirty:
                await self.save(self.dirty.pop())  #< frame construct


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    ledger = asyncio.ensure_future(Ledger().run())
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    await stop.wait()
    ledger.cancel()
    await asyncio.gather(ledger, return_exceptions=True)


asyncio.run(main())
