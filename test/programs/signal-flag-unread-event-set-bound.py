# The handler is an event's own set, and nobody waits for that event: a loop polls it between two messages.
# cause: signal-flag-unread
# culprit: Consumer.run
# kind: task
# task: Task-1
# innocent: produce
# joined: no
import asyncio
import signal


class Consumer:
    def __init__(self, messages):
        self.stopped = asyncio.Event()
        self.messages = messages

    async def run(self):
        while not self.stopped.is_set():
            message = await self.messages.get()  #< frame
            print(message)


async def produce(messages):
    while True:
        await asyncio.sleep(3600)
        messages.put_nowait("tick")


async def main():
    messages = asyncio.Queue()
    consumer = Consumer(messages)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, consumer.stopped.set)
    producer = asyncio.create_task(produce(messages), name="producer")
    await asyncio.sleep(0)
    print("READY", flush=True)
    await consumer.run()
    producer.cancel()


asyncio.run(main())
