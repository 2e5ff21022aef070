# A consumer keeps its cancellation. The task beside it was never cancelled, and nobody waits for it: it waits on a condition
# of the same object that has the queue.
# cause: cancel-swallowed
# culprit: Intake.consume
# kind: task
# innocent: Intake.follow, main
import asyncio
import signal


class Intake:
    def __init__(self):
        self.letters = asyncio.Queue()
        self.changed = asyncio.Condition()

    async def consume(self):
        while True:
            try:
                await self.letters.get()  #< frame
            except BaseException:  #< construct
                continue

    async def follow(self):
        async with self.changed:
            await self.changed.wait()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    intake = Intake()
    following = asyncio.ensure_future(intake.follow())
    consuming = asyncio.ensure_future(intake.consume())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    consuming.cancel()
    await asyncio.gather(consuming, return_exceptions=True)
    following.cancel()


asyncio.run(main())
