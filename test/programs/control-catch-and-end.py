# `except CancelledError: pass` as the last thing of a coroutine ends it.
# cause: none
# innocent: poll, tick
import asyncio
import contextlib
import signal


async def poll(queue):
    try:
        while True:
            await queue.get()
    except asyncio.CancelledError:
        pass


async def tick():
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    poll_task = asyncio.create_task(poll(asyncio.Queue()), name="poll")
    tick_task = asyncio.create_task(tick(), name="tick")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.Event().wait()


asyncio.run(main())
