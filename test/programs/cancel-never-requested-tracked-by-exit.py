# Deliveries are counted by `async with`, whose exit wakes the shutdown that waits for none to be left. Nobody ends a delivery.
# cause: cancel-never-requested
# culprit: Relay.deliver
# kind: task
# task: delivery
# innocent: main, Relay.close, Gauge.empty
# uvloop: yes
import asyncio
import signal


class Gauge:
    def __init__(self):
        self.count = 0
        self.changed = asyncio.Condition()

    async def __aenter__(self):
        self.count += 1

    async def __aexit__(self, *_):
        async with self.changed:
            self.count -= 1
            self.changed.notify_all()

    async def empty(self):
        async with self.changed:
            while self.count:
                await self.changed.wait()


class Relay:
    def __init__(self):
        self.gauge = Gauge()
        self.receipts = asyncio.Queue()

    async def deliver(self):
        async with self.gauge:
            await self.receipts.get()  #< frame

    async def close(self):
        await self.gauge.empty()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    relay = Relay()
    delivery = asyncio.create_task(relay.deliver(), name="delivery")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await relay.close()
    await delivery


asyncio.run(main())
