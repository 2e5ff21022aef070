# A retry decorator which catches everything; the wait is in the decorated function.
# cause: cancel-swallowed
# culprit: Orders.fetch
# kind: task
# innocent: main
import asyncio
import functools
import signal


def retry(delay):
    def decorate(function):
        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            while True:
                try:
                    return await function(*args, **kwargs)
                except BaseException:  #< construct
                    await asyncio.sleep(delay)

        return wrapper

    return decorate


class Orders:
    def __init__(self):
        self.inbox = asyncio.Queue()

    @retry(0.05)
    async def fetch(self):
        return await self.inbox.get()  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    orders = asyncio.create_task(Orders().fetch(), name="orders")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await orders


asyncio.run(main())
