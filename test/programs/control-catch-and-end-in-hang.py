# A hang beside coroutines that end by `except CancelledError: pass`, one of which is still inside its (waiting) handler's chain.
# cause: cancel-swallowed
# culprit: stubborn
# kind: task
# innocent: main, polite, supervise
import asyncio
import contextlib
import signal


async def stubborn(queue):
    while True:
        try:
            print(await queue.get())  #< frame
        except BaseException:  #< construct
            continue


async def polite(queue):
    try:
        await queue.get()
    except asyncio.CancelledError:
        pass


async def supervise(task):
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait([task])


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    task = asyncio.create_task(stubborn(asyncio.Queue()), name="stubborn")
    polite_task = asyncio.create_task(polite(asyncio.Queue()), name="polite")
    supervise_task = asyncio.create_task(supervise(task), name="supervise")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
