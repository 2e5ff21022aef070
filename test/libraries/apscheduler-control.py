# APScheduler as it should be: an AsyncIOScheduler whose jobs are coroutines, shut down without waiting.
# cause: none
# sets: current older
import asyncio
import signal

from apscheduler.schedulers.asyncio import AsyncIOScheduler


async def tick():
    pass


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    scheduler = AsyncIOScheduler()
    scheduler.add_job(tick, "interval", seconds=0.2)
    scheduler.start()
    print("READY", flush=True)
    await stop.wait()
    scheduler.shutdown(wait=False)


asyncio.run(main())
