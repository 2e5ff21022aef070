# The manager comes from another module, and its name sounds as harmless as those of the two beside it, which are.
# cause: cancel-swallowed
# culprit: Ledger.settle | Ledger.run
# innocent: idle
import asyncio
import importlib
import pathlib
import signal
import sys
import tempfile

folder = pathlib.Path(tempfile.mkdtemp())
(folder / "ledger_kit.py").write_text(
    '''
import contextlib


@contextlib.asynccontextmanager
async def session(name):
    yield name


class Transaction:
    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, trace):
        self.failed = error
        return kind is not None


@contextlib.contextmanager
def timer(name):
    try:
        yield
    finally:
        print(name)
'''
)
sys.path.insert(0, str(folder))
kit = importlib.import_module("ledger_kit")


class Ledger:
    def __init__(self):
        self.due = asyncio.Event()

    async def settle(self):
        await self.due.wait()  #< frame
        self.due.clear()

    async def run(self):
        while True:
            async with kit.session("ledger"):
                async with kit.Transaction():  #< construct
                    with kit.timer("settle"):
                        await self.settle()


async def idle():
    await asyncio.sleep(3600)


async def main():
    tasks = [asyncio.ensure_future(one) for one in (Ledger().run(), idle())]

    def stop():
        for task in tasks:
            task.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait(tasks)


asyncio.run(main())
