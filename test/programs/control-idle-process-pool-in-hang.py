# Idle workers of a process pool beside a task that is stuck: they are innocent.
# cause: cleanup-stuck
# culprit: main
# kind: task
import asyncio
import concurrent.futures
import signal


def square(number):
    return number * number


async def main(pool):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, square, 7)
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    try:
        print("READY", flush=True)
        await asyncio.sleep(3600)
    finally:
        await asyncio.Event().wait()  #< frame


if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        asyncio.run(main(pool))
