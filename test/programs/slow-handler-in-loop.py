# A loop that its flag ends gets its cancellation first, and saves something in the handler: a slow cleanup, and no more.
# cause: cleanup-stuck
# culprit: Service.save
# kind: task
# task: service
# innocent: main
# outcome: slow
# grace: 30
# slow: 2
# joined: no
import asyncio
import signal


class Service:
    def __init__(self):
        self.is_running = True

    async def save(self):
        await asyncio.sleep(4)  #< frame

    async def run(self):
        while self.is_running:
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                await self.save()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    service = Service()
    running = asyncio.create_task(service.run(), name="service")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    service.is_running = False
    running.cancel()
    await running


asyncio.run(main())
