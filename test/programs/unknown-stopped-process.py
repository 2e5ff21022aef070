# Somebody has stopped the process (a debugger, a terminal): its tasks are not to blame for what they cannot do.
# cause: unknown
# kind: process
# innocent: main, tick
# says: is stopped
import asyncio
import os
import signal


async def tick():
    while True:
        await asyncio.sleep(0.1)


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    os.kill(os.getpid(), signal.SIGSTOP)
    await ticking


asyncio.run(main())
