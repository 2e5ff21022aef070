# trio: a shielded scope that nobody ends. Its tasks are not read, and that is said instead of a cause.
# cause: unknown
# limit: unsupported-scheduler
# innocent: watch, open_signal_receiver.<locals>.handler, handler
# sets: frameworks
import signal

import trio


async def save():
    with trio.CancelScope(shield=True):
        await trio.sleep(3600)


async def watch(scope):
    with trio.open_signal_receiver(signal.SIGTERM) as signals:
        print("READY", flush=True)
        async for _ in signals:
            scope.cancel()
            return


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(watch, nursery.cancel_scope)
        nursery.start_soon(save)


trio.run(main)
