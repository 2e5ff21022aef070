# A watcher is cancelled and waits in its finally for a pause that it has begun, to which nobody tells anything: the pause has no line
# of the service's own, and the line that waits for it has.
# cause: cancel-never-requested
# culprit: watch
# joined: no
# kind: task
# innocent: main
import asyncio
import signal


async def watch():
    pause = asyncio.ensure_future(asyncio.sleep(3600))
    try:
        await asyncio.sleep(3600)
    finally:
        await pause  #< frame construct?


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    watching = asyncio.ensure_future(watch())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    watching.cancel()
    await asyncio.wait([watching])


asyncio.run(main())
