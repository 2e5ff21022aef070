# trio: a synchronous call holds the thread of its loop, as the thread's own stack says.
# cause: loop-blocked
# culprit: report
# kind: thread
# limit: unsupported-scheduler
# innocent: watch, main
# sets: frameworks
import signal
import time

import trio


async def report():
    await trio.sleep(0.1)
    print("READY", flush=True)
    time.sleep(3600)  #< frame construct


async def watch(scope):
    with trio.open_signal_receiver(signal.SIGTERM) as signals:
        async for _ in signals:
            scope.cancel()
            return


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(watch, nursery.cancel_scope)
        nursery.start_soon(report)


trio.run(main)
