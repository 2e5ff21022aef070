# A child of a group fails in the very step in which the task is cancelled: up to 3.12 the group raises the child's error alone,
# which the service expects, and the next round begins. The group leaves no frame: it stands around the line.
# cause: cancel-swallowed-by-library
# culprit: Sync.round
# task: sync
# innocent: main
# pythons: 3.11-3.12
import asyncio
import signal


class Sync:
    def __init__(self):
        self.failed = asyncio.Event()

    async def leg(self):
        await self.failed.wait()
        raise OSError("gone")

    async def round(self):
        async with asyncio.TaskGroup() as group:  #< construct
            group.create_task(self.leg())
            await asyncio.sleep(100)  #< frame

    async def run(self):
        while True:
            try:
                await self.round()
            except* OSError:
                self.failed.clear()
            await asyncio.sleep(0.01)


async def main():
    sync = Sync()
    task = asyncio.create_task(sync.run(), name="sync")
    loop = asyncio.get_running_loop()

    def stop():
        sync.failed.set()
        # The group has been told of its child, and cancels what is in it, two steps later.
        loop.call_soon(loop.call_soon, task.cancel)

    loop.add_signal_handler(signal.SIGTERM, stop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait({task})


asyncio.run(main())
