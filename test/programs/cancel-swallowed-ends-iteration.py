# An own iterator makes of the cancellation that there is no more, and the loop around it connects again.
# cause: cancel-swallowed
# culprit: Events.__anext__ | pump
# innocent: main
import asyncio
import signal


class Events:
    def __init__(self, queue):
        self.queue = queue

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return await self.queue.get()  #< frame
        except asyncio.CancelledError:  #< construct
            raise StopAsyncIteration


async def pump(queue):
    while True:
        async for event in Events(queue):
            print(event)
        await asyncio.sleep(0.05)


async def main():
    task = asyncio.ensure_future(pump(asyncio.Queue()))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([task])


asyncio.run(main())
