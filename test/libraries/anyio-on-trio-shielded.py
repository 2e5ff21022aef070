# anyio on trio: a shielded scope that nobody ends, among tasks that are not read.
# cause: unknown
# limit: unsupported-scheduler
# innocent: watch, handler
# sets: current
import signal

import anyio


async def save():
    with anyio.CancelScope(shield=True):
        await anyio.sleep(3600)


async def watch(scope):
    with anyio.open_signal_receiver(signal.SIGTERM) as signals:
        print("READY", flush=True)
        async for _ in signals:
            scope.cancel()
            return


async def main():
    async with anyio.create_task_group() as group:
        group.start_soon(watch, group.cancel_scope)
        group.start_soon(save)


anyio.run(main, backend="trio")
