# cause: cleanup-stuck
# culprit: Bucket.acquire
# kind: task
# certainty: likely
# says: Bucket.wake may complete
"""A limiter that looks again after each time that its timer has woken it: how many of them it takes is not told."""
import asyncio
import signal


class Bucket:
    def __init__(self):
        self.waiters = []
        self.has_room = False

    def wake(self):
        self.has_room = True
        while self.waiters:
            waiter = self.waiters.pop()
            if not waiter.done():
                waiter.set_result(None)

    def is_free(self):
        return self.has_room

    async def acquire(self):
        loop = asyncio.get_running_loop()
        while not self.is_free():
            waiter = loop.create_future()
            self.waiters.append(waiter)
            loop.call_later(40, self.wake)
            await waiter  #< frame


async def main():
    bucket = Bucket()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    print("READY", flush=True)
    try:
        await asyncio.Event().wait()
    finally:  #< construct
        await bucket.acquire()


asyncio.run(main())
