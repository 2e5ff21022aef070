# The shutdown gathers two coroutines, one of which sleeps for as long as a cache lives.
# cause: drain-longer-than-grace
# culprit: Registry.settle
# kind: task
# innocent: main
# joined: no
import asyncio
import signal


class Registry:
    seconds = 25

    async def withdraw(self):
        await asyncio.sleep(0.01)

    async def settle(self):
        await asyncio.sleep(self.seconds)  #< frame construct


async def main():
    stop = asyncio.Event()
    asyncio.get_event_loop().add_signal_handler(signal.SIGTERM, stop.set)
    registry = Registry()
    print("READY", flush=True)
    await stop.wait()
    await asyncio.gather(registry.withdraw(), registry.settle())


asyncio.run(main())
