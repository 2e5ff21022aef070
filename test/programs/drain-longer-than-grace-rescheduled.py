# The limit around a drain is set further out while it runs: the line that waits sets none.
# cause: drain-longer-than-grace
# culprit: Gateway.drain
# kind: task
# pythons: 3.11+
import asyncio
import signal


class Gateway:
    def __init__(self):
        self.idle = [asyncio.Event() for _ in range(3)]

    async def drain(self):
        try:
            async with asyncio.timeout(2) as limit:  #< construct
                limit.reschedule(asyncio.get_running_loop().time() + 20)
                for idle in self.idle:
                    await idle.wait()  #< frame
        except TimeoutError:
            pass


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    gateway = Gateway()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await gateway.drain()


asyncio.run(main())
