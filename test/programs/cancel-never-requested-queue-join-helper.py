# queue.join() in the shutdown: the consumer is stuck in an item, and says task_done() only in a helper of a helper. Its
# neighbour knows the queue too, and does nothing for it.
# cause: cancel-never-requested
# culprit: Importer.store
# kind: task
# task: storing
# innocent: Importer.watch, main
import asyncio
import contextlib
import signal


class Importer:
    def __init__(self):
        self.rows = asyncio.Queue()
        self.ready = asyncio.Event()

    @contextlib.asynccontextmanager
    async def taken(self):
        row = await self.rows.get()
        try:
            yield row
        finally:
            self.finish(row)

    def finish(self, row):
        self.rows.task_done()

    async def store(self):
        async with self.taken():
            await self.ready.wait()  #< frame

    async def watch(self):
        while True:
            await asyncio.sleep(0.2)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    importer = Importer()
    importer.rows.put_nowait("a")
    storing = asyncio.ensure_future(importer.store())
    storing.set_name("storing")
    watching = asyncio.ensure_future(importer.watch())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await importer.rows.join()
    storing.cancel()
    watching.cancel()


asyncio.run(main())
