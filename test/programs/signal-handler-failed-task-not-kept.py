# The coroutine that the handler's lambda starts fails at once, and nothing of its task is left to see.
# cause: signal-handler-failed
# culprit: Service.run.<locals>.<lambda>
# kind: signal-handler
# innocent: main, Service.tick
import asyncio
import signal


class Store:
    async def close(self):
        await asyncio.sleep(0.01)
        raise ConnectionError("gone")


class Service:
    def __init__(self):
        self.store = Store()
        self.tasks = []

    async def tick(self):
        await asyncio.get_event_loop().create_future()

    async def shutdown(self, number):
        await self.store.close()
        for one in self.tasks:
            one.cancel()

    async def run(self):
        loop = asyncio.get_event_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, lambda number=number: loop.create_task(self.shutdown(number)))  #< frame construct
        self.tasks = [loop.create_task(self.tick()) for _ in range(2)]
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def main():
    await Service().run()


asyncio.run(main())
