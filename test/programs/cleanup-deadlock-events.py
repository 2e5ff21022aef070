# Each side waits for the other's "closed" event before it sets its own.
# cause: cleanup-deadlock
# culprit: Reader.run | Writer.run
# kind: task
# innocent: main
import asyncio
import signal


class Reader:
    def __init__(self):
        self.closed = asyncio.Event()
        self.writer = None

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            await self.writer.closed.wait()  #< frame construct?
            self.closed.set()


class Writer:
    def __init__(self):
        self.closed = asyncio.Event()
        self.reader = None

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            await self.reader.closed.wait()  #< frame construct?
            self.closed.set()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    reader, writer = Reader(), Writer()
    reader.writer, writer.reader = writer, reader
    reader_task = asyncio.create_task(reader.run(), name="reader")
    writer_task = asyncio.create_task(writer.run(), name="writer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
