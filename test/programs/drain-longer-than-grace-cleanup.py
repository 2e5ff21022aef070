# A cleanup that works off a long queue, item by item, and would end: late, and not stuck.
# cause: drain-longer-than-grace
# culprit: Consumer.run
# kind: task
# task: consumer
# certainty: likely
# innocent: main
# grace: 3
# joined: no
import asyncio
import signal


class Consumer:
    def __init__(self):
        self.queue = asyncio.Queue()

    async def handle(self, item):
        await asyncio.sleep(0.1)
        return item

    async def run(self):
        try:
            while True:
                await asyncio.sleep(3600)
        except asyncio.CancelledError:
            while not self.queue.empty():
                await self.handle(self.queue.get_nowait())  #< frame construct


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    consumer = Consumer()
    for item in range(1000):
        consumer.queue.put_nowait(item)
    running = asyncio.create_task(consumer.run(), name="consumer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    running.cancel()
    await asyncio.wait([running])


asyncio.run(main())
