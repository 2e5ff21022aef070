# An atexit callback that does what it has to and returns.
# cause: none
import asyncio
import atexit
import signal
import time


def flush():
    time.sleep(0.2)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    atexit.register(flush)
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
