# A first SIGTERM begins a drain, and a second would break it off: main waits for whichever comes first. The job in flight, to
# whose end the drain looks, was never cancelled; main, and the event of the second signal, only wait.
# cause: cancel-never-requested
# culprit: Charges.settle
# kind: task
# task: settle
# innocent: main, Charges.until_idle
import asyncio
import signal


class Charges:
    def __init__(self):
        self.confirmed = asyncio.Event()
        self.open = []

    def begin(self):
        task = asyncio.ensure_future(self.settle())
        task.set_name("settle")
        self.open.append(task)

    async def settle(self):
        await self.confirmed.wait()  #< frame

    async def until_idle(self):
        while any(not task.done() for task in self.open):
            await asyncio.sleep(0.1)


class Signals:
    def __init__(self):
        self.first = asyncio.Event()
        self.second = asyncio.Event()

    def came(self):
        (self.second if self.first.is_set() else self.first).set()


async def main():
    signals = Signals()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, signals.came)
    charges = Charges()
    charges.begin()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await signals.first.wait()
    broken_off = asyncio.ensure_future(signals.second.wait())
    idle = asyncio.ensure_future(charges.until_idle())
    await asyncio.wait([broken_off, idle], return_when=asyncio.FIRST_COMPLETED)


asyncio.run(main())
