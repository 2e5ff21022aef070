# The same, and the task is inside a new group of the same kind now.
# cause: cancel-swallowed-by-library
# culprit: Stream.session
# kind: task
# task: stream
# innocent: main, Stream.ping
# pythons: 3.11-3.12
# uvloop: yes
import asyncio
import signal


class Stream:
    def __init__(self):
        self.connection = None

    async def read(self):
        await self.connection

    async def ping(self):
        while True:
            await asyncio.sleep(30)

    async def session(self):
        self.connection = asyncio.get_running_loop().create_future()
        async with asyncio.TaskGroup() as outer:
            outer.create_task(self.ping())
            async with asyncio.TaskGroup() as inner:  #< frame construct?
                inner.create_task(self.read())

    async def run(self):
        while True:
            try:
                await self.session()
            except* ConnectionError:
                print("connection lost")


async def main():
    stream = Stream()
    running = asyncio.create_task(stream.run(), name="stream")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    stream.connection.set_exception(ConnectionResetError())
    running.cancel()
    await asyncio.wait([running])


asyncio.run(main())
