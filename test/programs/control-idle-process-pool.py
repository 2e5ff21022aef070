# The pool's workers have nothing to do: the exit joins them, and they end.
# cause: none
import asyncio
import concurrent.futures
import signal


def square(number):
    return number * number


async def main(pool):
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    await loop.run_in_executor(pool, square, 7)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    print("READY", flush=True)
    await stop.wait()


if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        asyncio.run(main(pool))
