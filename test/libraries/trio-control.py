# trio: the nursery is cancelled, and its tasks end.
# cause: none
# sets: frameworks
import signal

import trio


async def work():
    try:
        await trio.sleep(3600)
    finally:
        with trio.move_on_after(0.2, shield=True):
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
        nursery.start_soon(work)


trio.run(main)
