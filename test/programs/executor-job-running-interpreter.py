# A job runs in an interpreter of its own: its frames are on another thread state of the worker's thread.
# cause: executor-job-running
# culprit: crunch
# kind: thread
# pythons: >=3.14
import asyncio
import signal
from concurrent.futures import InterpreterPoolExecutor


def crunch(seconds):
    import time

    time.sleep(seconds)  #< frame


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    pool = InterpreterPoolExecutor(max_workers=2)
    loop.run_in_executor(pool, crunch, 3600)
    await asyncio.sleep(1)
    print("READY", flush=True)
    await stop.wait()
    pool.shutdown(wait=True)


if __name__ == "__main__":
    asyncio.run(main())
