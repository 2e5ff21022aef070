# The pool's shutdown cancels its own poller and awaits it, which is no lost cancellation, and then waits for what was lost.
# cause: cleanup-stuck
# culprit: Pool.close
# innocent: Pool.poll
import asyncio
import signal


class Pool:
    def __init__(self, size):
        self.size = size
        self.idle = [f"connection {number}" for number in range(size)]
        self.condition = asyncio.Condition()
        self.poller = asyncio.ensure_future(self.poll())

    async def poll(self):
        while True:
            await asyncio.sleep(0.05)

    async def probe(self):
        async with self.condition:
            self.idle.pop()

    async def close(self):
        self.poller.cancel()
        try:
            await self.poller
        except asyncio.CancelledError:
            pass
        async with self.condition:
            while len(self.idle) < self.size:
                await self.condition.wait()  #< frame


async def main():
    loop = asyncio.get_running_loop()
    stop = loop.create_future()
    loop.add_signal_handler(signal.SIGTERM, stop.set_result, None)
    pool = Pool(4)
    await pool.probe()
    print("READY", flush=True)
    try:
        await stop
    finally:
        await pool.close()


asyncio.run(main())
