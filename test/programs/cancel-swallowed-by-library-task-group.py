# TaskGroup up to 3.12: a child fails in the tick of the cancellation, the group raises the child's error only.
# cause: cancel-swallowed-by-library
# culprit: Link.run
# kind: task
# innocent: main
# pythons: 3.11-3.12
# joined: no
import asyncio
import signal


class Link:
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
            async with asyncio.TaskGroup() as inner:
                inner.create_task(self.read())

    async def run(self):
        while True:
            try:
                await self.session()
            except* ConnectionError:
                print("connection lost")
            await asyncio.sleep(600)  #< frame


async def main():
    link = Link()
    running = asyncio.create_task(link.run(), name="link")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    link.connection.set_exception(ConnectionResetError())
    running.cancel()
    await asyncio.wait([running])


asyncio.run(main())
