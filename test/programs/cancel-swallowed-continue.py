# `except CancelledError: continue` in the loop of a scheduler.
# cause: cancel-swallowed
# culprit: Scheduler.run
# kind: task
# innocent: main, Scheduler.tick
# uvloop: yes
import asyncio
import signal
from asyncio import CancelledError


class Scheduler:
    def __init__(self):
        self.wakeup = asyncio.Event()

    async def tick(self):
        while True:
            await asyncio.sleep(0.2)

    async def run(self):
        while True:
            try:
                await self.wakeup.wait()  #< frame
            except CancelledError:  #< construct
                continue
            self.wakeup.clear()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    scheduler = Scheduler()
    tick_task = asyncio.create_task(scheduler.tick(), name="tick")
    running = asyncio.create_task(scheduler.run(), name="scheduler")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await running


asyncio.run(main())
