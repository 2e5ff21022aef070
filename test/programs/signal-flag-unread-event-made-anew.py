# The loop calls the set of an event that the service has replaced since: nobody waits for that one.
# cause: signal-flag-unread
# culprit: Service.run
# kind: task
# innocent: worker
# joined: no
import asyncio
import signal


class Service:
    def __init__(self):
        self.stop = asyncio.Event()

    def install(self):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.stop.set)

    async def work(self):
        while True:
            await asyncio.sleep(0.2)

    async def run(self):
        self.stop = asyncio.Event()
        worker = asyncio.ensure_future(self.work())
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        await self.stop.wait()  #< frame
        worker.cancel()


async def main():
    service = Service()
    service.install()
    await service.run()


asyncio.run(main())
