# The same with asyncio.timeout.
# cause: cancel-swallowed
# culprit: Subscriber.run
# kind: task
# innocent: main
# pythons: 3.11+
import asyncio
import signal


class Subscriber:
    def __init__(self):
        self.inbox = asyncio.Queue()

    async def run(self):
        while True:
            try:
                async with asyncio.timeout(60):
                    print(await self.inbox.get())  #< frame
            except (TimeoutError, asyncio.CancelledError):  #< construct
                print("nothing came")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    subscriber = asyncio.create_task(Subscriber().run(), name="subscriber")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await subscriber


asyncio.run(main())
