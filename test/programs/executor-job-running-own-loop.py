# A job in a pool runs a loop of its own: the line that holds it is a coroutine's.
# cause: executor-job-running
# culprit: notify
# kind: thread
# innocent: stop
import asyncio
import signal
import sys
from concurrent.futures import ThreadPoolExecutor


async def notify():
    await asyncio.Event().wait()  #< frame


def job():
    asyncio.run(notify())


def stop(number, frame):
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
pool = ThreadPoolExecutor(1)
pool.submit(job)
print("READY", flush=True)
while True:
    signal.pause()
