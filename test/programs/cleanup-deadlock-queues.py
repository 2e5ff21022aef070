# The producer waits in its cleanup for the consumer to end, which waits in its cleanup for the producer to end.
# cause: cleanup-deadlock
# culprit: Stage.produce | Stage.consume
# kind: task
# innocent: main
import asyncio
import signal


class Stage:
    def __init__(self):
        self.items = asyncio.Queue(1)
        self.producer = None
        self.consumer = None

    async def produce(self):
        try:
            while True:
                await self.items.put(1)
        finally:  #< construct?
            await asyncio.wait([self.consumer])  #< frame construct?

    async def consume(self):
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            await asyncio.gather(self.producer, return_exceptions=True)  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    stage = Stage()
    stage.producer = asyncio.create_task(stage.produce(), name="producer")
    stage.consumer = asyncio.create_task(stage.consume(), name="consumer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
