# anyio as it should be: a task group that is cancelled, a short shielded cleanup, an idle worker thread.
# cause: none
# sets: current older
import signal

import anyio
from anyio import to_thread


async def session():
    try:
        await anyio.sleep_forever()
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.sleep(0.3)


async def main():
    async with anyio.create_task_group() as group:
        group.start_soon(session)
        await to_thread.run_sync(int)
        with anyio.open_signal_receiver(signal.SIGTERM) as signals:
            print("READY", flush=True)
            async for _ in signals:
                group.cancel_scope.cancel()
                break


anyio.run(main)
