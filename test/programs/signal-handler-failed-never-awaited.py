# The handler calls a coroutine function, and makes no task of what it gets.
# cause: signal-handler-failed
# culprit: main.<locals>.<lambda> | <lambda>
# innocent: work, Service.drain
import asyncio
import signal


class Service:
    def __init__(self, tasks):
        self.tasks = tasks

    async def drain(self):
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def work():
    while True:
        await asyncio.sleep(60)


async def drain(service):
    await service.drain()


async def main():
    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(work()) for _ in range(3)]
    service = Service(tasks)
    loop.add_signal_handler(signal.SIGTERM, lambda: drain(service))  #< frame construct
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait(tasks)


asyncio.run(main())
