# A synchronous context manager's __exit__ blocks in the cleanup of a cancelled task.
# cause: loop-blocked
# culprit: Lease.__exit__
# kind: task
# innocent: main, tick
import asyncio
import os
import signal


class Lease:
    def __init__(self):
        self.answers, self.requests = os.pipe()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        os.read(self.answers, 1)  #< frame construct?


async def hold():
    with Lease():
        await asyncio.sleep(3600)


async def tick():
    while True:
        await asyncio.sleep(0.02)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    ticking = asyncio.create_task(tick(), name="tick")
    holding = asyncio.create_task(hold(), name="hold")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await holding
    await ticking


asyncio.run(main())
