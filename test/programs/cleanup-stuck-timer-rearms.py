# cause: cleanup-stuck
# culprit: Bucket.acquire
# kind: task
# certainty: likely
# says: Bucket.wake may complete
"""A limiter whose timer calls the method that sets it: it wakes whoever waits, or sets the timer again when it is too early."""
import asyncio
import signal


class Bucket:
    def __init__(self):
        self.waiters = []
        self.due = 0
        self.handle = None

    def wake(self, *_):
        loop = asyncio.get_running_loop()
        if loop.time() < self.due:
            self.handle = loop.call_at(self.due, self.wake)
            return
        while self.waiters:
            waiter = self.waiters.pop()
            if not waiter.done():
                waiter.set_result(None)

    async def acquire(self):
        loop = asyncio.get_running_loop()
        self.due = loop.time() + 40
        waiter = loop.create_future()
        self.waiters.append(waiter)
        self.wake()
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
