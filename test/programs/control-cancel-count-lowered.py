# A timeout that fired inside the cleanup lowers the count to what it was; the task was cancelled and sits in its cleanup.
# cause: cleanup-stuck
# culprit: Uploader.close
# kind: task
# task: uploader
# innocent: main
# pythons: 3.11+
import asyncio
import signal


class Uploader:
    def __init__(self):
        self.finished = asyncio.Event()

    async def close(self):
        try:
            async with asyncio.timeout(0.1):
                await self.finished.wait()
        except TimeoutError:
            asyncio.current_task().uncancel()
        await self.finished.wait()  #< frame construct?

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            await self.close()  #< construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    uploader_task = asyncio.create_task(Uploader().run(), name="uploader")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
