# It catches its cancellation by name and goes on to say goodbye: that is its end, but nothing is in hand any more.
# cause: cleanup-stuck | cancel-swallowed
# culprit: Session.goodbye | Session.run
# innocent: idle
# certainty: likely
# pythons: 3.11+
import asyncio
import signal


class Session:
    def __init__(self):
        self.acknowledged = asyncio.Event()

    async def run(self):
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:  #< construct
            print("leaving")
        await self.goodbye()

    async def goodbye(self):
        await self.acknowledged.wait()  #< frame


async def idle():
    await asyncio.sleep(3600)


async def main():
    tasks = [asyncio.ensure_future(one) for one in (Session().run(), idle())]

    def stop():
        for task in tasks:
            task.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait(tasks)


asyncio.run(main())
