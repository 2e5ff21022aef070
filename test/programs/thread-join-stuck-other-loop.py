# The shutdown joins a thread that runs a loop of its own until an event is set, which nobody sets.
# cause: thread-join-stuck
# culprit: Feed.serve
# kind: thread
import asyncio
import signal
import threading


class Feed:
    def __init__(self):
        self.stopped = None
        self.thread = threading.Thread(target=lambda: asyncio.run(self.serve()), name="feed")

    async def serve(self):
        self.stopped = asyncio.Event()
        await self.stopped.wait()  #< frame

    def close(self):
        self.thread.join()  #< construct


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    feed = Feed()
    feed.thread.start()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    feed.close()


asyncio.run(main())
