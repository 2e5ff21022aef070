# The body of the TaskGroup ends on the stop event; the group then waits for a poller that nobody cancels.
# cause: cancel-never-requested
# culprit: poll
# kind: task
# task: poll
# innocent: main
# pythons: 3.11+
# uvloop: yes
import asyncio
import signal


async def poll():
    while True:
        await asyncio.sleep(0.2)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with asyncio.TaskGroup() as group:
        group.create_task(poll(), name="poll")
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await stop.wait()


asyncio.run(main())
