# Consumers are cancelled while Condition.wait takes its lock back, which one who was never cancelled has: they have kept
# their cancellation, and swallow nothing.
# cause: cancel-never-requested
# culprit: Topic.publish
# kind: task
# task: publisher
# innocent: main, Topic.take
import asyncio
import signal


class Topic:
    def __init__(self):
        self.changed = asyncio.Condition()
        self.items = []
        self.answer = asyncio.Event()

    async def take(self):
        async with self.changed:
            while not self.items:
                await self.changed.wait()
            return self.items.pop()

    async def publish(self):
        async with self.changed:
            self.items.append(1)
            self.changed.notify_all()
            await self.answer.wait()  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    topic = Topic()
    consumers = [asyncio.create_task(topic.take(), name=f"consumer-{number}") for number in range(2)]
    await asyncio.sleep(0.05)
    publisher = asyncio.create_task(topic.publish(), name="publisher")
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    await stop.wait()
    for consumer in consumers:
        consumer.cancel()
    await asyncio.gather(*consumers, return_exceptions=True)
    publisher.cancel()


asyncio.run(main())
