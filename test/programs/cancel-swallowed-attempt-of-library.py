# The attempts of a retrying library (written to a temporary site-packages), which was told to try again upon a cancellation, too.
# cause: cancel-swallowed | cancel-swallowed-by-library
# culprit: Keeper.hold | Keeper.keep
# task: keeper
# says: is told to try again upon
import asyncio
import os
import signal
import sys
import tempfile

LIBRARY = '''
class Attempt:
    def __init__(self, on):
        self.on = on
        self.failed = False

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.failed = kind is not None
        return kind is not None and issubclass(kind, self.on)


def attempts(on):
    while True:
        attempt = Attempt(on)
        yield attempt
        if not attempt.failed:
            return
'''

folder = os.path.join(tempfile.mkdtemp(), "site-packages")
os.makedirs(os.path.join(folder, "trylib"))
with open(os.path.join(folder, "trylib", "__init__.py"), "w") as file:
    file.write(LIBRARY)
sys.path.insert(0, folder)
import trylib


class Keeper:
    def __init__(self):
        self.lost = asyncio.Event()

    async def hold(self):
        await self.lost.wait()  #< frame

    async def keep(self):
        for attempt in trylib.attempts(on=(OSError, asyncio.CancelledError)):
            with attempt:
                await self.hold()  #< frame


async def main():
    keeper = asyncio.ensure_future(Keeper().keep())
    keeper.set_name("keeper")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, keeper.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([keeper])


asyncio.run(main())
