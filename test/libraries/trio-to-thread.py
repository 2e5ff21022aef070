# trio: the nursery is cancelled and waits for a job in a thread, which cannot be.
# cause: executor-job-running
# culprit: resize
# kind: thread
# limit: unsupported-scheduler
# innocent: watch, main
# sets: frameworks
import signal
import time

import trio


def resize():
    print("READY", flush=True)
    time.sleep(3600)  #< frame


async def watch(scope):
    with trio.open_signal_receiver(signal.SIGTERM) as signals:
        async for _ in signals:
            scope.cancel()
            return


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(watch, nursery.cancel_scope)
        await trio.sleep(0.1)
        nursery.start_soon(trio.to_thread.run_sync, resize)


trio.run(main)
