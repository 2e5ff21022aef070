# The exit of a stack waits; up to 3.9 the frame says the body's last line, which is one of a clause that is innocent.
# cause: cleanup-stuck
# culprit: load
# says: AsyncExitStack
import asyncio
import contextlib
import signal


async def load():
    queue = asyncio.Queue()
    queue.put_nowait("item")
    async with contextlib.AsyncExitStack() as stack:  #< frame construct
        stack.push_async_callback(queue.join)
        while True:
            try:
                await asyncio.sleep(10)
            except Exception as error:
                print("failed", error)


async def main():
    task = asyncio.ensure_future(load())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([task])


asyncio.run(main())
