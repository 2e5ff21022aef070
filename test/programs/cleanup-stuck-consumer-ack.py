# A broker consumer that waits in its cleanup for the broker's answer to "leave"; the reader that would take it is gone.
# cause: cleanup-stuck
# culprit: Consumer.leave
# kind: task
# task: consumer
# innocent: main, Consumer.read
# uvloop: yes
import asyncio
import signal


class Consumer:
    def __init__(self):
        self.pending = {}
        self.inbox = asyncio.Queue()
        self.reader = None

    async def read(self):
        while True:
            number, answer = await self.inbox.get()
            self.pending.pop(number).set_result(answer)

    async def request(self, number):
        self.pending[number] = asyncio.get_running_loop().create_future()
        return await self.pending[number]

    async def leave(self):
        self.reader.cancel()
        self.pending[1] = asyncio.get_running_loop().create_future()
        await self.pending[1]  #< frame construct?

    async def run(self):
        self.reader = asyncio.create_task(self.read(), name="reader")
        try:
            await self.request(0)
        finally:  #< construct?
            await self.leave()  #< construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    consumer = asyncio.create_task(Consumer().run(), name="consumer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await consumer


asyncio.run(main())
