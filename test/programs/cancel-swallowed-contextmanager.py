# A @contextmanager that logs every error and lets none through.
# cause: cancel-swallowed
# culprit: Indexer.run
# kind: task
# innocent: main
import asyncio
import contextlib
import signal


@contextlib.contextmanager
def logged(errors):
    try:
        yield
    except BaseException as error:  #< construct
        errors.append(error)


class Indexer:
    def __init__(self):
        self.errors = []
        self.documents = asyncio.Queue()

    async def run(self):
        while True:
            with logged(self.errors):  #< construct
                document = await self.documents.get()  #< frame
                print(document)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    indexer = asyncio.create_task(Indexer().run(), name="indexer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await indexer


asyncio.run(main())
