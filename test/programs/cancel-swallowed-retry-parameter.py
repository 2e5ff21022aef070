# A retry decorator is told which exceptions to try again after; among them is CancelledError, which only memory tells.
# cause: cancel-swallowed
# culprit: Uploader.fetch_next
# kind: task
# joined: no
# innocent: beat, main
import asyncio
import functools
import signal


def retry(*exceptions, limit=None, delay=0.1):
    def decorate(function):
        @functools.wraps(function)
        async def wrapper(*args):
            attempts = 0
            while True:
                try:
                    return await function(*args)
                except exceptions:  #< construct
                    attempts += 1
                    if limit and attempts >= limit:
                        raise
                    await asyncio.sleep(delay)

        return wrapper

    return decorate


NETWORK_ERRORS = (OSError, asyncio.TimeoutError, asyncio.CancelledError)


class Uploader:
    def __init__(self):
        self.files = asyncio.Queue()

    @retry(*NETWORK_ERRORS)
    async def fetch_next(self):
        return await self.files.get()  #< frame

    async def run(self):
        while True:
            await self.fetch_next()


async def beat():
    while True:
        await asyncio.sleep(0.2)


async def main():
    uploader = Uploader()
    tasks = [asyncio.ensure_future(uploader.run()), asyncio.ensure_future(beat())]

    def on_term():
        for one in tasks:
            one.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, on_term)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.gather(*tasks, return_exceptions=True)


asyncio.run(main())
