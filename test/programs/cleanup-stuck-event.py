# The finally block waits for an Event that nobody sets any more.
# cause: cleanup-stuck
# culprit: Producer.run
# kind: task
# task: producer
# innocent: main, heartbeat
# uvloop: yes
import asyncio
import signal


class Producer:
    def __init__(self):
        self.flushed = asyncio.Event()

    async def run(self):
        try:
            while True:
                await asyncio.sleep(0.5)
        finally:  #< construct?
            await self.flushed.wait()  #< frame construct?


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    producer_task = asyncio.create_task(Producer().run(), name="producer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
