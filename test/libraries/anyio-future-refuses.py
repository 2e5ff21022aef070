# anyio: a child of a cancelled group awaits a future whose cancel() says no; the scope tries again at every turn of the loop.
# cause: cancel-undeliverable
# culprit: store
# kind: task
# sets: current older
import asyncio
import signal

import anyio


class Committed(asyncio.Future):
    def cancel(self, msg=None):
        return False


async def store():
    await Committed()  #< frame


async def main():
    async with anyio.create_task_group() as group:
        group.start_soon(store)
        with anyio.open_signal_receiver(signal.SIGTERM) as signals:
            print("READY", flush=True)
            async for _ in signals:
                group.cancel_scope.cancel()
                break


anyio.run(main)
