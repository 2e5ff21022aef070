# The shutdown tells its subscribers one after the other, in a loop; the queue of one that has left is full.
# cause: cleanup-stuck
# culprit: Bus.tell_all
# kind: task
# task: Task-1
# innocent: producer
# joined: no
import asyncio
import signal


class Bus:
    def __init__(self):
        self.queues = [asyncio.Queue(4) for _ in range(3)]

    def publish(self, message):
        for queue in self.queues:
            if not queue.full():
                queue.put_nowait(message)

    async def tell_all(self):
        for queue in self.queues:
            await queue.put(None)  #< frame


async def producer(bus):
    while True:
        bus.publish("tick")
        await asyncio.sleep(0.01)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    bus = Bus()
    producing = asyncio.create_task(producer(bus), name="producer")
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await stop.wait()
    producing.cancel()
    await bus.tell_all()


asyncio.run(main())
