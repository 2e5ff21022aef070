# Two frames catch everything; the inner one raises again and is innocent, the outer one goes on.
# cause: cancel-swallowed
# culprit: Writer.write
# kind: task
# innocent: main
import asyncio
import signal


class Writer:
    def __init__(self):
        self.room = asyncio.Event()
        self.aborted = 0

    async def write(self):
        try:
            await self.room.wait()  #< frame
        except BaseException:
            self.aborted += 1
            raise

    async def run(self):
        while True:
            try:
                await self.write()
            except asyncio.TimeoutError:
                print("slow")
            except asyncio.CancelledError:  #< construct
                print("cancelled")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    writer = asyncio.create_task(Writer().run(), name="writer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await writer


asyncio.run(main())
