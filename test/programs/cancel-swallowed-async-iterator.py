# The same with a class that has __anext__.
# cause: cancel-swallowed
# culprit: Ticks.__anext__
# kind: task
# innocent: main
import asyncio
import signal


class Ticks:
    def __init__(self):
        self.ticks = asyncio.Queue()

    def __aiter__(self):
        return self

    async def __anext__(self):
        while True:
            try:
                return await self.ticks.get()  #< frame
            except:  #< construct
                pass


async def print_ticks():
    async for tick in Ticks():
        print(tick)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    ticking = asyncio.create_task(print_ticks(), name="ticks")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await ticking


asyncio.run(main())
