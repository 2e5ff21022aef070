# The handler cancels main only, and main's finally waits for workers that nobody cancelled.
# cause: cancel-never-requested
# culprit: worker
# kind: task
# innocent: main
import asyncio
import signal


async def worker(jobs):
    while True:
        job = await jobs.get()  #< frame
        job()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    jobs = asyncio.Queue()
    workers = [asyncio.create_task(worker(jobs), name="worker-%d" % number) for number in range(3)]
    try:
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.sleep(3600)
    finally:
        await asyncio.gather(*workers)


asyncio.run(main())
