# Each of two parts awaits the other's future before it completes its own.
# cause: cleanup-deadlock
# culprit: Part.run
# kind: task
# innocent: main
import asyncio
import signal


class Part:
    def __init__(self):
        self.peer = None
        self.closed = asyncio.get_running_loop().create_future()

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:
            await self.peer.closed  #< frame
            self.closed.set_result(True)


async def main():
    reader, writer = Part(), Part()
    reader.peer, writer.peer = writer, reader
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    tasks = [asyncio.create_task(reader.run(), name="reader"), asyncio.create_task(writer.run(), name="writer")]
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    await asyncio.gather(*tasks)


asyncio.run(main())
