# The service's own cleanup shuts its process pool down, while a worker is in the middle of a job.
# cause: process-pool-stuck
# culprit: Renderer.render | render
# kind: process
# innocent: main
import asyncio
import concurrent.futures
import signal
import time


def render(seconds):
    time.sleep(seconds)  #< frame


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    pool = concurrent.futures.ProcessPoolExecutor(2)
    try:
        loop.run_in_executor(pool, render, 600)
        await asyncio.sleep(0.6)
        print("READY", flush=True)
        await asyncio.Event().wait()
    finally:
        pool.shutdown(wait=True)


if __name__ == "__main__":
    asyncio.run(main())
