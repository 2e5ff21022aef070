# The handler cancels the children; the gather returns their cancellations as results, and the loop makes new ones.
# cause: cancel-swallowed | cancel-never-requested
# culprit: Poller.run
# innocent: Poller.stop, main
# joined: no
import asyncio
import signal


class Poller:
    def __init__(self, names):
        self.names = names
        self.polling = []

    async def poll(self, name):
        await asyncio.sleep(3600)

    async def run(self):
        while True:
            self.polling = [asyncio.ensure_future(self.poll(name)) for name in self.names]
            await asyncio.gather(*self.polling, return_exceptions=True)  #< frame

    def stop(self):
        for task in self.polling:
            task.cancel()


async def main():
    poller = Poller(["x", "y", "z"])
    loop = asyncio.get_running_loop()
    running = loop.create_task(poller.run(), name="poller")
    loop.add_signal_handler(signal.SIGTERM, poller.stop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await running


asyncio.run(main())
