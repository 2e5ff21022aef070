# The handler of CancelledError starts a second loop of the same work.
# cause: cancel-swallowed
# culprit: Uploader.upload
# kind: task
# innocent: main
import asyncio
import signal


class Uploader:
    def __init__(self):
        self.files = asyncio.Queue()

    async def upload(self):
        return await self.files.get()  #< frame

    async def run(self):
        try:
            while True:
                await self.upload()
        except asyncio.CancelledError:  #< construct
            while True:  #< construct
                await self.upload()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    uploader = asyncio.create_task(Uploader().run(), name="uploader")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await uploader


asyncio.run(main())
