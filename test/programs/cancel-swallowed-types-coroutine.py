# A coroutine written as a generator waits for bare futures, and swallows; what it yields goes to the loop.
# cause: cancel-swallowed
# culprit: wait_change
# kind: task
# innocent: main
import asyncio
import signal
import types


class Hub:
    def __init__(self):
        self.waiting = []

    def next(self):
        future = asyncio.get_event_loop().create_future()
        self.waiting.append(future)
        return future


@types.coroutine
def wait_change(hub, wanted):
    got = None
    while got != wanted:
        try:
            got = yield from hub.next()  #< frame
        except:  #< construct
            got = None
    return got


async def watch(hub):
    for number in range(1, 100_000):
        await wait_change(hub, number)


async def main():
    hub = Hub()
    watching = asyncio.create_task(watch(hub), name="watch")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, watching.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([watching])


asyncio.run(main())
