# The await that was cancelled stood in the try; the one where the task waits now stands after it.
# cause: cancel-swallowed
# culprit: Poller.run
# kind: task
# innocent: main
import asyncio
import signal


class Poller:
    def __init__(self):
        self.errors = 0

    async def fetch(self):
        await asyncio.sleep(600)

    async def run(self):
        while True:
            try:
                await self.fetch()
            except:  #< construct
                self.errors += 1
            await asyncio.sleep(60)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    poller = asyncio.create_task(Poller().run(), name="poller")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await poller


asyncio.run(main())
