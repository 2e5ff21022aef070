# suppress(*CONSTANT), combined with another context manager in one with statement.
# cause: cancel-swallowed
# culprit: Shipper.ship
# kind: task
# innocent: main
import asyncio
import contextlib
import signal

IGNORED = (OSError, asyncio.CancelledError)


class Shipper:
    def __init__(self):
        self.records = asyncio.Queue()

    @contextlib.contextmanager
    def timed(self):
        yield

    async def ship(self):
        while True:
            with self.timed(), contextlib.suppress(*IGNORED):  #< construct
                record = await self.records.get()  #< frame
                print(record)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    shipper = asyncio.create_task(Shipper().ship(), name="shipper")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await shipper


asyncio.run(main())
