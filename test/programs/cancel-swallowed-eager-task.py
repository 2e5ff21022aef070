# Eager tasks.
# cause: cancel-swallowed
# culprit: Warmup.run
# kind: task
# task: warmup
# innocent: main, quick
# pythons: 3.12+
import asyncio
import signal


async def quick():
    return 1


class Warmup:
    def __init__(self):
        self.keys = asyncio.Queue()

    async def run(self):
        while True:
            try:
                print(await self.keys.get())  #< frame
            except asyncio.CancelledError:  #< construct
                print("still warming up")


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    loop.set_task_factory(asyncio.eager_task_factory)
    await asyncio.create_task(quick())
    warmup = asyncio.create_task(Warmup().run(), name="warmup")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await warmup


asyncio.run(main())
