# main awaits its worker after it set the stop event; the worker looks at the event only between messages.
# cause: cancel-never-requested
# culprit: Consumer.run
# kind: task
# task: consumer
# innocent: main
import asyncio
import signal


class Consumer:
    def __init__(self, stop):
        self.stop = stop
        self.messages = asyncio.Queue()

    async def run(self):
        while not self.stop.is_set():
            message = await self.messages.get()  #< frame
            print(message)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    consuming = asyncio.create_task(Consumer(stop).run(), name="consumer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await consuming


asyncio.run(main())
