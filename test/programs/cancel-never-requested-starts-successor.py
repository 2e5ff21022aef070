# A feed that is cancelled obeys, and starts its successor; the main task waits for whichever feed there is, and makes none itself.
# cause: cancel-never-requested
# culprit: Feed.run
# kind: task
# innocent: main, Feed.join
# says: made during the shutdown
# joined: no
# uvloop: yes
import asyncio
import signal


class Feed:
    def __init__(self):
        self.current = None

    def start(self):
        self.current = asyncio.ensure_future(self.run())

    def stop(self):
        self.current.cancel()

    async def run(self):
        try:
            await asyncio.sleep(3600)  #< frame
        except asyncio.CancelledError:
            self.start()

    async def join(self):
        while not self.current.done():
            await asyncio.wait([self.current])


async def main():
    feed = Feed()
    feed.start()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, feed.stop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await feed.join()


asyncio.run(main())
