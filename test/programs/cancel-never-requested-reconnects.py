# A client that reconnects pauses in the handler of its error: how it works all day, and no cleanup. Nobody cancelled it.
# cause: cancel-never-requested
# culprit: Link.run
# kind: task
# task: link
# innocent: main
import asyncio
import signal


class Link:
    def __init__(self):
        self.pause = 0.1
        self.closing = False

    async def session(self):
        await asyncio.open_connection("127.0.0.1", 1)

    async def run(self):
        while True:
            try:
                await self.session()
            except OSError as error:
                print(error, "again in", self.pause)
                await asyncio.sleep(self.pause)  #< frame
                self.pause = min(self.pause * 2, 30)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    link = Link()
    running = asyncio.create_task(link.run(), name="link")
    await asyncio.sleep(1)
    print("READY", flush=True)
    await stop.wait()
    link.closing = True
    await running


asyncio.run(main())
