# A drain with a limit that the grace period has room for.
# cause: none
import asyncio
import signal


async def work(done):
    await done.wait()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    working = asyncio.create_task(work(asyncio.Event()), name="work")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await asyncio.wait([working], timeout=0.4)


asyncio.run(main())
