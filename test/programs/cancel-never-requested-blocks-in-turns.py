# A task that blocks the loop for a moment, again and again, and gives way in between: the loop lives, and nobody cancels it.
# cause: cancel-never-requested
# culprit: poll
# kind: task
# task: poller
# innocent: main
import asyncio
import signal
import time


async def poll():
    while True:
        time.sleep(0.2)  #< frame
        await asyncio.sleep(0)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    polling = asyncio.create_task(poll(), name="poller")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await polling


asyncio.run(main())
