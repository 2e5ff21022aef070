# A process pool's worker is in the middle of a job; the exit joins it.
# cause: process-pool-stuck
# kind: process
# innocent: main
import asyncio
import concurrent.futures
import signal
import time


def render(seconds):
    time.sleep(seconds)


async def main(pool):
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.run_in_executor(pool, render, 600)
    await asyncio.sleep(0.4)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    print("READY", flush=True)
    await stop.wait()


if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        asyncio.run(main(pool))
