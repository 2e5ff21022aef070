# The swallowing loop is an async generator; the task that iterates over it is clean.
# cause: cancel-swallowed
# culprit: Stream.messages
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import signal


class Stream:
    def __init__(self):
        self.buffer = asyncio.Queue()

    async def messages(self):
        while True:
            try:
                message = await self.buffer.get()  #< frame
            except asyncio.CancelledError:  #< construct
                continue
            yield message


async def show(stream):
    async for message in stream.messages():
        print(message)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    showing = asyncio.create_task(show(Stream()), name="show")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await showing


asyncio.run(main())
