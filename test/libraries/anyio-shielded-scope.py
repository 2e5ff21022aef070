# anyio: a cleanup behind a shielded scope waits for an answer that does not come.
# cause: cancel-shielded
# culprit: session
# kind: task
# sets: current older
import signal

import anyio


async def session():
    try:
        await anyio.sleep_forever()
    finally:
        with anyio.CancelScope(shield=True):  #< construct
            await anyio.Event().wait()  #< frame


async def main():
    async with anyio.create_task_group() as group:
        group.start_soon(session)
        with anyio.open_signal_receiver(signal.SIGTERM) as signals:
            print("READY", flush=True)
            async for _ in signals:
                group.cancel_scope.cancel()
                break


anyio.run(main)
