# queue.join() in the cleanup, but the consumers were cancelled together with the producer.
# cause: cleanup-stuck
# culprit: Pipeline.close
# kind: task
# innocent: Pipeline.consume
import asyncio
import signal


class Pipeline:
    def __init__(self):
        self.queue = asyncio.Queue()
        self.consumers = []

    def start(self):
        for number in range(2):
            self.consumers.append(asyncio.create_task(self.consume(), name="consumer-%d" % number))

    async def consume(self):
        while True:
            job = await self.queue.get()
            await asyncio.sleep(job)
            self.queue.task_done()

    async def close(self):
        for consumer in self.consumers:
            consumer.cancel()
        await self.queue.join()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    pipeline = Pipeline()
    pipeline.start()
    for _ in range(5):
        pipeline.queue.put_nowait(600)
    try:
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.sleep(3600)
    finally:  #< construct?
        await pipeline.close()


asyncio.run(main())
