# run_coroutine_threadsafe(...).result() in a thread of the executor is the right place for it.
# cause: none
# outcome: exited | slow
# innocent: work, ping
import asyncio
import signal
import time


async def ping():
    await asyncio.sleep(0.01)


def work(loop, stopping):
    while not stopping:
        asyncio.run_coroutine_threadsafe(ping(), loop).result()
        time.sleep(0.05)


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    stopping = []
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    working = loop.run_in_executor(None, work, loop, stopping)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    stopping.append(True)
    await working


asyncio.run(main())
