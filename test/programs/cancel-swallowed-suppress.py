# contextlib.suppress(CancelledError) inside the loop.
# cause: cancel-swallowed
# culprit: watch
# kind: task
# innocent: main, serve
import asyncio
import contextlib
import signal


async def watch(changed):
    while True:
        with contextlib.suppress(asyncio.CancelledError):  #< construct
            await changed.wait()  #< frame
            changed.clear()


async def serve():
    while True:
        await asyncio.sleep(0.2)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    watcher = asyncio.create_task(watch(asyncio.Event()), name="watcher")
    server = asyncio.create_task(serve(), name="server")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.gather(watcher, server)


asyncio.run(main())
