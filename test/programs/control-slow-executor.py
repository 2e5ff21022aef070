# A job in the executor that ends in time.
# cause: none
# outcome: exited | slow
# innocent: job, _worker
import asyncio
import signal
import time


def job(seconds):
    time.sleep(seconds)


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.gather(*(loop.run_in_executor(None, job, 0.01) for _ in range(3)))
    print("READY", flush=True)
    await loop.run_in_executor(None, job, 1.2)
    while True:
        await loop.run_in_executor(None, job, 0.3)


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
