# The handler begins other work, in a function that never ends: that is no cleanup.
# cause: cancel-swallowed
# culprit: Follower.follow | Follower.run
# innocent: idle
import asyncio
import signal


class Follower:
    def __init__(self):
        self.seen = 0

    async def run(self):
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:  #< construct
            await self.follow()  #< frame

    async def follow(self):
        while True:
            await asyncio.sleep(0.3)  #< frame
            self.seen += 1


async def idle():
    await asyncio.sleep(3600)


async def main():
    tasks = [asyncio.ensure_future(one) for one in (Follower().run(), idle())]

    def stop():
        for task in tasks:
            task.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait(tasks)


asyncio.run(main())
