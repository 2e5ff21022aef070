# `await queue.join()` on shutdown: a live consumer, which nobody cancelled, is stuck in the middle of an item.
# cause: cancel-never-requested
# culprit: Indexer.index
# kind: task
# task: indexer
# innocent: main
import asyncio
import signal


class Indexer:
    def __init__(self):
        self.documents = asyncio.Queue()
        self.answer = asyncio.Event()

    async def index(self, document):
        await self.answer.wait()  #< frame

    async def run(self):
        while True:
            document = await self.documents.get()
            await self.index(document)
            self.documents.task_done()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    indexer = Indexer()
    indexing = asyncio.create_task(indexer.run(), name="indexer")
    indexer.documents.put_nowait("a")
    indexer.documents.put_nowait("b")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await indexer.documents.join()
    indexing.cancel()


asyncio.run(main())
