# A `contextlib.suppress` is made once and kept in an attribute: the line that enters it names no exception.
# cause: cancel-swallowed
# culprit: Channel.receive
# task: session
# innocent: tick
import asyncio
import contextlib
import signal


class Channel:
    def __init__(self):
        self.messages = asyncio.Queue()
        self.tolerant = contextlib.suppress(OSError, asyncio.CancelledError)

    async def receive(self):
        with self.tolerant:  #< construct
            return await self.messages.get()  #< frame
        return None


async def session(channel):
    while True:
        if await channel.receive() is None:
            continue


async def tick():
    while True:
        await asyncio.sleep(0.2)


async def main():
    channel = Channel()
    tasks = {asyncio.create_task(session(channel), name="session"), asyncio.create_task(tick(), name="tick")}
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


asyncio.run(main())
