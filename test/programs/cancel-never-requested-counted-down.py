# A group of jobs is counted down in `finally`, two calls away from the event that the cleanup of another task waits for.
# cause: cancel-never-requested
# culprit: Uploads.send
# kind: task
# task: upload
# innocent: main, Uploads.serve
import asyncio
import signal


class Group:
    def __init__(self):
        self.size = 0
        self.none_left = asyncio.Event()

    def add(self):
        self.size += 1

    def done(self):
        self.size -= 1
        self.check()

    def check(self):
        if not self.size:
            self.none_left.set()


class Uploads:
    def __init__(self):
        self.group = Group()
        self.answer = asyncio.Event()

    async def send(self):
        self.group.add()
        try:
            await self.answer.wait()  #< frame
        finally:
            self.group.done()

    async def serve(self):
        try:
            await asyncio.sleep(3600)
        finally:
            await self.group.none_left.wait()


async def main():
    uploads = Uploads()
    upload = asyncio.create_task(uploads.send(), name="upload")
    server = asyncio.create_task(uploads.serve(), name="server")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([server])
    await upload


asyncio.run(main())
