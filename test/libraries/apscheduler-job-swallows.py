# APScheduler: a coroutine job that catches everything; asyncio.run waits for it.
# cause: cancel-swallowed
# culprit: mirror
# kind: task
# sets: current older
import asyncio
import signal
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler


async def mirror():
    print("READY", flush=True)
    while True:
        try:
            await asyncio.sleep(0.2)  #< frame
        except BaseException:  #< construct
            pass


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    scheduler = AsyncIOScheduler()
    scheduler.add_job(mirror, next_run_time=datetime.now())
    scheduler.start()
    await stop.wait()


asyncio.run(main())
