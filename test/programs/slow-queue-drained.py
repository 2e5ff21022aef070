# A consumer that catches its cancellation, works off what is left in its queue, and ends.
# cause: cleanup-stuck
# culprit: Consumer.handle
# kind: task
# task: consumer
# innocent: main
# outcome: slow
# grace: 30
# slow: 2
# uvloop: yes
import asyncio
import signal


class Consumer:
    def __init__(self):
        self.queue = asyncio.Queue()

    async def handle(self, item):
        await asyncio.sleep(0.5)  #< frame
        return item

    async def run(self):
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            while not self.queue.empty():
                await self.handle(self.queue.get_nowait())
            raise


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    consumer = Consumer()
    for item in range(12):
        consumer.queue.put_nowait(item)
    running = asyncio.create_task(consumer.run(), name="consumer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await running


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
