# The cleanup gives its queue a minute to be worked off: asyncio.timeout around a join.
# cause: drain-longer-than-grace
# culprit: Outbox.close
# kind: task
# pythons: 3.11+
import asyncio
import signal


class Outbox:
    def __init__(self):
        self.queue = asyncio.Queue()
        self.queue.put_nowait("last words")

    async def close(self):
        async with asyncio.timeout(60):  #< frame
            await self.queue.join()  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    outbox = Outbox()
    try:
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.sleep(3600)
    finally:
        await outbox.close()


asyncio.run(main())
