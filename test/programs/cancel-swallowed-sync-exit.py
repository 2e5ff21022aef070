# A synchronous context manager's __exit__ that returns a true value for every error.
# cause: cancel-swallowed
# culprit: Meter.sample
# kind: task
# innocent: main
import asyncio
import signal


class Safely:
    def __init__(self, label):
        self.label = label

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):  #< construct
        if kind is not None:
            print(self.label, "failed with", kind.__name__)
        return True  #< construct


class Meter:
    def __init__(self):
        self.pulses = asyncio.Queue()
        self.total = 0

    async def sample(self):
        while True:
            with Safely("sample"):  #< construct
                self.total += await self.pulses.get()  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    sampling = asyncio.create_task(Meter().sample(), name="meter")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await sampling


asyncio.run(main())
