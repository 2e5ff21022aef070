# One child of a TaskGroup waits in its cleanup; the group and its siblings are innocent.
# cause: cleanup-stuck
# culprit: Replica.stop
# kind: task
# task: replica
# innocent: main, ticker
# pythons: 3.11+
# uvloop: yes
import asyncio
import signal


class Replica:
    def __init__(self):
        self.caught_up = asyncio.Event()

    async def stop(self):
        await self.caught_up.wait()  #< frame construct?

    async def follow(self):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:  #< construct?
            await self.stop()  #< construct?
            raise


async def ticker():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    async with asyncio.TaskGroup() as group:
        group.create_task(ticker(), name="ticker")
        group.create_task(Replica().follow(), name="replica")
        await asyncio.sleep(0.1)
        print("READY", flush=True)


asyncio.run(main())
