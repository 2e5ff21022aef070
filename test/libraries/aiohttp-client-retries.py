# aiohttp's client: a retry loop that takes a cancellation for a failed attempt.
# cause: cancel-swallowed
# culprit: fetch_for_ever
# task: fetcher
# innocent: main
# sets: current older
import asyncio
import contextlib
import signal

import aiohttp
from visitor import free_port


failures = []


async def fetch_for_ever(url):
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as response:
                    await response.read()
            except BaseException:  #< construct
                failures.append(url)
            with contextlib.suppress(asyncio.CancelledError):  #< construct
                await asyncio.sleep(0.2)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    fetcher = asyncio.create_task(fetch_for_ever(f"http://127.0.0.1:{free_port()}/"), name="fetcher")
    await asyncio.sleep(0.5)
    print("READY", flush=True)
    await stop.wait()
    fetcher.cancel()
    await asyncio.wait([fetcher])


asyncio.run(main())
