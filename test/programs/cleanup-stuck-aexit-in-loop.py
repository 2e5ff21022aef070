# Nobody is cancelled: the body of the `async with` ends with the stop event, and its exit sends what is left, in a loop.
# cause: cleanup-stuck
# culprit: Outbox.flush
# kind: task
# task: Task-1
import asyncio
import signal


class Outbox:
    def __init__(self):
        self.link = asyncio.Event()
        self.mail = ["hello"]

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        await self.flush()

    async def flush(self):
        while self.mail:
            await self.link.wait()  #< frame
            self.mail.pop()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    async with Outbox():  #< construct
        print("READY", flush=True)
        await stop.wait()


asyncio.run(main())
