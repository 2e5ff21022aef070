# The condition it waits on was held by another task, which was cancelled too and let go: only the swallowing is left.
# cause: cancel-swallowed
# culprit: Sequencer.step
# kind: task
# innocent: main, hold
import asyncio
import signal


async def hold(condition):
    async with condition:
        await asyncio.sleep(3600)


class Sequencer:
    def __init__(self):
        self.condition = asyncio.Condition()

    async def step(self):
        async with self.condition:
            await self.condition.wait()  #< frame

    async def run(self):
        while True:
            try:
                await self.step()
            except asyncio.CancelledError:  #< construct
                pass


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    sequencer = Sequencer()
    sequencer_task = asyncio.create_task(sequencer.run(), name="sequencer")
    await asyncio.sleep(0.05)
    holder_task = asyncio.create_task(hold(sequencer.condition), name="holder")
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
