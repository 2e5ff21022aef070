# A task that computes for a moment, again and again, and gives way in between: the loop lives, and nobody cancels it.
# cause: cancel-never-requested
# culprit: search
# kind: task
# task: searcher
# certainty: likely
# innocent: main
import asyncio
import signal
import time


async def search():
    while True:
        until = time.perf_counter() + 0.2  #< frame
        while time.perf_counter() < until:  #< frame
            pass  #< frame
        await asyncio.sleep(0)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    searching = asyncio.create_task(search(), name="searcher")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await searching


asyncio.run(main())
