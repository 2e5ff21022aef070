# The `with` is of what a helper returns, and of an attribute: that both suppress CancelledError only memory tells.
# cause: cancel-swallowed
# culprit: Tail.next
# kind: task
# innocent: beat, main
import asyncio
import contextlib
import signal

IGNORED = (ConnectionError, asyncio.TimeoutError, asyncio.CancelledError)


def ignoring(*more):
    return contextlib.suppress(*IGNORED, *more)


class Tail:
    def __init__(self):
        self.queue = asyncio.Queue()

    async def next(self):
        with ignoring(KeyError):  #< construct
            await self.queue.get()  #< frame

    async def run(self):
        while True:
            await self.next()


async def beat():
    while True:
        await asyncio.sleep(0.2)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    tasks = [asyncio.ensure_future(Tail().run()), asyncio.ensure_future(beat())]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for one in tasks:
        one.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


asyncio.run(main())
