# An atomic save behind shield in the middle of the work; the shutdown then waits for all saves, which nobody cancels.
# The shield let go of the save when its waiter was cancelled; what keeps the save is that nobody cancels it.
# cause: cancel-never-requested
# culprit: Store.save
# kind: task
# innocent: main, Store.work
import asyncio
import signal


class Store:
    def __init__(self):
        self.disk = asyncio.Lock()
        self.saves = []

    async def save(self, fsynced):
        async with self.disk:
            await fsynced.wait()  #< frame

    async def work(self):
        while True:
            save = asyncio.ensure_future(self.save(asyncio.Event()))
            self.saves.append(save)
            await asyncio.shield(save)  #< construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    store = Store()
    working = asyncio.create_task(store.work(), name="work")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    try:
        await working
    finally:
        await asyncio.gather(*store.saves)


asyncio.run(main())
