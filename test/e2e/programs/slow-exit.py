# Ends by itself, so many seconds after SIGTERM. A watch that joins after the signal cannot know that the main task has
# only now come to where it stands; one that looked before calls it a cleanup.
# cause: cancel-never-requested | cleanup-stuck
# culprit: main
# outcome: slow
import asyncio
import signal
import sys

SECONDS = float(sys.argv[1])


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await asyncio.sleep(SECONDS)


asyncio.run(main())
