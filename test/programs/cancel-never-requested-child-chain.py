# Two cancelled victims in a row stand before the one that nobody cancelled.
# cause: cancel-never-requested
# culprit: Exporter.export
# kind: task
# task: exporter
# innocent: main, Batch.run, shutdown
import asyncio
import signal


class Exporter:
    def __init__(self):
        self.sent = asyncio.Event()

    async def export(self):
        while True:
            await asyncio.sleep(0.1)  #< frame


class Batch:
    def __init__(self, exporting):
        self.exporting = exporting

    async def run(self):
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            await asyncio.wait([self.exporting])
            raise


async def shutdown(batch):
    batch.cancel()
    await asyncio.gather(batch, return_exceptions=True)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    exporting = asyncio.create_task(Exporter().export(), name="exporter")
    batch = asyncio.create_task(Batch(exporting).run(), name="batch")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await asyncio.create_task(shutdown(batch), name="shutdown")


asyncio.run(main())
