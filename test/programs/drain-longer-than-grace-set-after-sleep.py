# A cleanup makes a task that sleeps and then sets the event for which the cleanup waits: it would end, but not in time.
# cause: drain-longer-than-grace
# culprit: Session.expire
# kind: task
# innocent: main
# joined: no
import asyncio
import signal


class Session:
    def __init__(self):
        self.expired = asyncio.Event()

    async def expire(self, seconds):
        await asyncio.sleep(seconds)  #< frame construct?
        self.expired.set()

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:
            expiry = asyncio.ensure_future(self.expire(120))
            await self.expired.wait()
            await expiry


async def main():
    session = asyncio.ensure_future(Session().run())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, session.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([session])


asyncio.run(main())
