# A cleanup waits for a future that a threading.Timer completes, by a partial, an hour from now.
# cause: cleanup-stuck
# culprit: Lease.give_back
# kind: task
# task: lease
# innocent: main
# certainty: likely
# says: thread 'expiry'
import asyncio
import functools
import signal
import threading


class Lease:
    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            await self.give_back()

    async def give_back(self):
        loop = asyncio.get_running_loop()
        expired = loop.create_future()
        expiry = threading.Timer(3600, functools.partial(loop.call_soon_threadsafe, expired.set_result, None))
        expiry.name = "expiry"
        expiry.daemon = True
        expiry.start()
        await expired  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    lease = asyncio.create_task(Lease().run(), name="lease")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await lease


asyncio.run(main())
