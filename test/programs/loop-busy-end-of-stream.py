# At the end of a stream readline() answers at once with nothing, for ever: the awaits never suspend.
# cause: loop-busy
# says: an empty read
# culprit: Feed.read
# kind: task
# innocent: main
import asyncio
import signal


class Feed:
    def __init__(self):
        self.reader = asyncio.StreamReader()

    async def read(self):
        while True:  #< frame construct?
            line = await self.reader.readline()  #< frame construct?
            if not line:  #< frame construct?
                continue  #< frame construct?
            print(line)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    feed = Feed()
    reading = asyncio.create_task(feed.read(), name="feed")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    feed.reader.feed_eof()
    await reading


asyncio.run(main())
