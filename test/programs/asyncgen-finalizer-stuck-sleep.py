# A subscription's generator unsubscribes in its finally, which waits for the broker's answer.
# cause: asyncgen-finalizer-stuck
# culprit: Broker.unsubscribe
# kind: task
# innocent: main
import asyncio
import signal


class Broker:
    def __init__(self):
        self.answers = asyncio.Queue()
        self.feed = None

    async def subscribe(self):
        try:
            yield "first"
            yield "second"
        finally:
            await self.unsubscribe()

    async def unsubscribe(self):
        print(await self.answers.get())  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    broker = Broker()
    broker.feed = broker.subscribe()
    print(await broker.feed.__anext__())
    keep.append(broker)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()


keep = []
asyncio.run(main())
