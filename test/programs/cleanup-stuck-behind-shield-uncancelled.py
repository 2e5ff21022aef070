# The shutdown closes a feed behind a shield, which keeps nothing from anybody: nobody was cancelled. What is not done is the
# event that the closing waits for.
# cause: cleanup-stuck
# culprit: Feed.close
# kind: task
# innocent: main
# joined: no
import asyncio
import signal


class Feed:
    def __init__(self):
        self.flushed = asyncio.Event()

    async def close(self):
        await self.flushed.wait()  #< frame


async def main():
    feed = Feed()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await asyncio.shield(feed.close())


asyncio.run(main())
