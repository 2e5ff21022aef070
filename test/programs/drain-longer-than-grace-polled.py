# The shutdown polls under a limit for the whole: the rounds are short, the limit is not.
# cause: drain-longer-than-grace
# culprit: drain | main
# kind: task
import asyncio
import signal


async def drain(jobs):
    while jobs:
        await asyncio.sleep(0.25)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await asyncio.wait_for(drain({"export"}), timeout=60)


asyncio.run(main())
