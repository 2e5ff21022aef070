# suppress imported by name, with several types; the wait is two calls deeper.
# cause: cancel-swallowed
# culprit: Subscription.next_message
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import signal
from contextlib import suppress


class Subscription:
    def __init__(self):
        self.messages = asyncio.Queue()

    async def next_message(self):
        return await self.messages.get()  #< frame

    async def handle_one(self):
        message = await self.next_message()
        print(message)

    async def run(self):
        while True:
            with suppress(ConnectionError, asyncio.CancelledError, asyncio.TimeoutError):  #< construct
                await self.handle_one()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    subscription = asyncio.create_task(Subscription().run(), name="subscription")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await subscription


asyncio.run(main())
