# What is tried again stands in a policy object, as an attribute of an attribute: no pause, so that nothing shows the way back.
# cause: cancel-swallowed
# culprit: Shipper.ship
# kind: task
# innocent: beat, main
import asyncio
import functools
import signal


class Policy:
    def __init__(self, retry_on):
        self.retry_on = retry_on


class Retrying:
    def __init__(self, policy):
        self.policy = policy
        self.count = 0

    def __call__(self, function):
        @functools.wraps(function)
        async def wrapper(*args):
            while True:
                try:
                    return await function(*args)
                except self.policy.retry_on:  #< construct
                    self.count += 1

        return wrapper


class Shipper:
    def __init__(self):
        self.queue = asyncio.Queue()

    @Retrying(Policy((BaseException,)))
    async def ship(self):
        while True:
            await self.queue.get()  #< frame


async def beat():
    while True:
        await asyncio.sleep(0.2)


async def main():
    tasks = [asyncio.ensure_future(Shipper().ship()), asyncio.ensure_future(beat())]
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: [one.cancel() for one in tasks])
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.gather(*tasks, return_exceptions=True)


asyncio.run(main())
