# A cleanup asks again and again whether its outbox is empty, and gives up when a minute has gone by on the wall clock.
# cause: drain-longer-than-grace
# culprit: Outbox.flush
# kind: task
# task: Task-2
import asyncio
import signal
import time


class Outbox:
    patience = 60

    def __init__(self):
        self.unsent = ["order"]

    async def flush(self):
        started = time.time()
        while True:
            elapsed = time.time() - started
            if elapsed > self.__class__.patience or elapsed >= 60:  #< construct
                break
            if not self.unsent:
                return
            await asyncio.sleep(0.05)

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:
            await self.flush()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    outbox = asyncio.ensure_future(Outbox().run())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    outbox.cancel()
    await asyncio.gather(outbox, return_exceptions=True)


asyncio.run(main())
