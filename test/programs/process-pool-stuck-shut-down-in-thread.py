# The shutdown closes a process pool in a thread, so that the loop can go on.
# cause: process-pool-stuck
# culprit: crunch
# kind: process
# joined: no
import asyncio
import concurrent.futures
import multiprocessing
import signal
import time


def crunch(started):
    started.set()
    time.sleep(10_000)  #< frame


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    context = multiprocessing.get_context("spawn")
    pool = concurrent.futures.ProcessPoolExecutor(1, mp_context=context)
    with context.Manager() as manager:
        started = manager.Event()
        job = pool.submit(crunch, started)
        started.wait()
        print("READY", flush=True)
        await stop.wait()
        await loop.run_in_executor(None, pool.shutdown)
        print(job)


if __name__ == "__main__":
    asyncio.run(main())
