# The cleanup gives its jobs 60 seconds.
# cause: drain-longer-than-grace
# culprit: main
# kind: task
import asyncio
import signal


async def job(done):
    await done.wait()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    working = asyncio.create_task(job(asyncio.Event()), name="job")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await asyncio.wait([working], timeout=60)  #< frame


asyncio.run(main())
