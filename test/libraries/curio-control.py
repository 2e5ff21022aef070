# curio: the task is cancelled, and ends.
# cause: none
# pythons: 3.8-3.11
# sets: frameworks
import signal

import curio


async def poll():
    while True:
        await curio.sleep(1)


async def main():
    stop = curio.UniversalEvent()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    poller = await curio.spawn(poll)
    print("READY", flush=True)
    await stop.wait()
    await poller.cancel()


curio.run(main)
