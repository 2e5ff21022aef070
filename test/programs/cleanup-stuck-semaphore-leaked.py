# The cleanup wants a permit; a task took one, and ended without giving it back.
# cause: cleanup-stuck
# culprit: Spooler.run
# kind: task
# task: spooler
# innocent: main, leak
import asyncio
import signal


async def leak(permits):
    await permits.acquire()


class Spooler:
    def __init__(self, permits):
        self.permits = permits

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            await self.permits.acquire()  #< frame construct?
            print("spooled")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    permits = asyncio.Semaphore(1)
    await asyncio.create_task(leak(permits))
    spooler_task = asyncio.create_task(Spooler(permits).run(), name="spooler")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
