# A multiprocessing.Queue with more in it than the pipe holds, and nobody reads: its feeder thread blocks the exit.
# cause: multiprocessing-queue-undrained
# kind: thread
# innocent: main
import asyncio
import multiprocessing
import signal


async def main(results):
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    results.put(b"x" * 10 ** 7)
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    results = multiprocessing.Queue()
    asyncio.run(main(results))
