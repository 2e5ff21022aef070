# APScheduler: shutdown() on the loop's thread waits for a job in its thread pool.
# cause: executor-job-running
# culprit: clean_up | main
# sets: current older
import asyncio
import signal
import threading
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler

done = threading.Event()


def clean_up():
    print("READY", flush=True)
    done.wait()  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    scheduler = BackgroundScheduler()
    scheduler.add_job(clean_up, next_run_time=datetime.now(), trigger="interval", hours=1)
    scheduler.start()
    await stop.wait()
    scheduler.shutdown()  #< frame


asyncio.run(main())
