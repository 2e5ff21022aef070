# The exit of a lease raises an exception of its own in place of any other, and the loop around it begins again.
# cause: cancel-swallowed
# culprit: Elector.lead | Elector.campaign
# kind: task
# task: elector
# innocent: main
import asyncio
import signal


class LeaseLost(Exception):
    pass


class Lease:
    async def __aenter__(self):
        self.held = True
        return self

    async def __aexit__(self, kind, value, traceback):
        self.held = False
        if kind is not None:
            raise LeaseLost(str(kind)) from value


class Elector:
    async def campaign(self):
        while True:
            try:
                async with Lease() as lease:  #< construct
                    await self.lead(lease)  #< frame
            except LeaseLost:
                await asyncio.sleep(0.1)  #< frame

    async def lead(self, lease):
        while lease.held:
            await asyncio.sleep(10)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    elector = asyncio.create_task(Elector().campaign(), name="elector")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    elector.cancel()
    await elector


asyncio.run(main())
