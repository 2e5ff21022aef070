# An @asynccontextmanager which swallows, around a call that waits deeper.
# cause: cancel-swallowed
# culprit: receive
# kind: task
# innocent: main
import asyncio
import contextlib
import signal


@contextlib.asynccontextmanager
async def transaction():
    await asyncio.sleep(0)
    try:
        yield
    except (Exception, asyncio.CancelledError):  #< construct
        await asyncio.sleep(0)


async def receive(queue):
    return await queue.get()  #< frame


async def store(queue):
    while True:
        async with transaction():  #< construct
            print(await receive(queue))


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    storing = asyncio.create_task(store(asyncio.Queue()), name="store")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await storing


asyncio.run(main())
