# "Try five times": a for loop around the try, and the last attempt's failure is only logged; a while loop around that.
# cause: cancel-swallowed
# culprit: Sender.post
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import signal


class Sender:
    RETRIES = 5

    def __init__(self):
        self.answers = {}

    async def post(self, number):
        future = asyncio.get_running_loop().create_future()
        self.answers[number] = future
        return await asyncio.wait_for(future, 90)  #< frame

    async def send(self, number):
        for attempt in range(self.RETRIES):
            try:
                return await self.post(number)
            except (OSError, asyncio.TimeoutError):
                continue
            except BaseException as error:  #< construct
                print("attempt", attempt, "failed:", type(error).__name__)
        print("giving up on", number)

    async def run(self):
        number = 0
        while True:
            number += 1
            await self.send(number)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    sender = asyncio.create_task(Sender().run(), name="sender")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait({sender})


asyncio.run(main())
