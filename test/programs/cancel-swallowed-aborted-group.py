# A task group of which one member failed cancels the others, and one of them swallows: the group only waits.
# cause: cancel-swallowed
# culprit: listen
# kind: task
# task: listener
# pythons: 3.11+
# innocent: main, refresh
import asyncio
import signal


async def listen():
    while True:
        try:
            await asyncio.sleep(3600)  #< frame
        except asyncio.CancelledError:  #< construct
            pass


async def refresh(stop):
    await stop.wait()
    raise ValueError("no more")


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with asyncio.TaskGroup() as group:
        group.create_task(listen(), name="listener")
        group.create_task(refresh(stop), name="refresh")
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.sleep(3600)


asyncio.run(main())
