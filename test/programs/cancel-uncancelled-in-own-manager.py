# The group cancels its task, and the exit of an own deadline takes that for its own request.
# cause: cancel-uncancelled
# culprit: Source.changes | mirror
# innocent: serve
# pythons: >=3.11
import asyncio
import signal


class Deadline:
    def __init__(self, seconds):
        self.seconds = seconds

    async def __aenter__(self):
        self.task = asyncio.current_task()
        self.timer = asyncio.get_running_loop().call_later(self.seconds, self.task.cancel)

    async def __aexit__(self, kind, error, trace):
        self.timer.cancel()
        if kind is asyncio.CancelledError:
            self.task.uncancel()  #< construct
            return True


class Source:
    def __init__(self):
        self.changed = asyncio.Event()

    async def changes(self):
        await self.changed.wait()  #< frame


async def mirror(source):
    while True:
        async with Deadline(15):
            await source.changes()
        await asyncio.sleep(0.05)


async def serve():
    async with asyncio.TaskGroup() as group:
        group.create_task(mirror(Source()), name="mirror")
        await asyncio.sleep(0.1)
        print("READY", flush=True)


async def main():
    task = asyncio.ensure_future(serve())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.wait([task])


asyncio.run(main())
