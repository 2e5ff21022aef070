# Loops run by hand; SIGTERM raises KeyboardInterrupt; the cleanup cancels and gathers in a second run_until_complete.
# cause: cancel-swallowed
# culprit: Feed.listen
# kind: task
# innocent: serve
import asyncio
import contextlib
import signal


class Feed:
    def __init__(self):
        self.updates = asyncio.Queue()

    async def listen(self):
        while True:
            with contextlib.suppress(BaseException):  #< construct
                print(await self.updates.get())  #< frame


async def serve(feed):
    listening = asyncio.ensure_future(feed.listen())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.sleep(3600)
    listening.cancel()


def main():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    async def create():
        return Feed()

    feed = loop.run_until_complete(create())
    try:
        loop.run_until_complete(serve(feed))
    except KeyboardInterrupt:
        pass
    finally:
        pending = asyncio.all_tasks(loop)
        for task in pending:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        loop.close()


main()
