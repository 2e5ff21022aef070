# main gathers in its finally; one of the children sits in its own finally.
# cause: cleanup-stuck
# culprit: Channel.drain
# kind: task
# task: channel
# innocent: main, Channel.steady
import asyncio
import signal


class Channel:
    def __init__(self):
        self.empty = asyncio.Event()

    async def steady(self):
        while True:
            await asyncio.sleep(0.1)

    async def drain(self):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:  #< construct?
            await self.empty.wait()  #< frame construct?
            raise


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    channel = Channel()
    tasks = [asyncio.create_task(channel.steady()), asyncio.create_task(channel.drain(), name="channel")]
    try:
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.sleep(3600)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


asyncio.run(main())
