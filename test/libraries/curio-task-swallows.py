# curio: a task swallows its cancellation; its tasks are not read, and that is said instead of a cause.
# cause: unknown
# limit: unsupported-scheduler
# innocent: main
# pythons: 3.8-3.11
# sets: frameworks
import signal

import curio


async def poll():
    while True:
        try:
            await curio.sleep(3600)
        except curio.CancelledError:
            continue


async def main():
    stop = curio.UniversalEvent()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    poller = await curio.spawn(poll)
    print("READY", flush=True)
    await stop.wait()
    await poller.cancel()


curio.run(main)
