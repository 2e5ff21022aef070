# The finally block shields its flush, and the flush waits for an acknowledgement.
# cause: cancel-shielded
# culprit: Buffer.flush
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import signal


class Buffer:
    def __init__(self):
        self.acknowledged = asyncio.Event()

    async def flush(self):
        await self.acknowledged.wait()  #< frame

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.shield(self.flush())  #< construct


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    buffering = asyncio.create_task(Buffer().run(), name="buffer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await buffering


asyncio.run(main())
