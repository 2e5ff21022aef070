# One worker of a TaskGroup swallows; the group, and so main, waits for it.
# cause: cancel-swallowed
# culprit: worker
# kind: task
# task: worker-1
# innocent: main, good
# pythons: 3.11+
# uvloop: yes
import asyncio
import signal


async def good(queue):
    while True:
        await queue.get()


async def worker(queue):
    while True:
        try:
            await queue.get()  #< frame
        except asyncio.CancelledError:  #< construct
            pass


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(good(queue), name="worker-0")
        group.create_task(worker(queue), name="worker-1")
        group.create_task(good(queue), name="worker-2")
        await asyncio.sleep(0.1)
        print("READY", flush=True)


asyncio.run(main())
