# httpx: a poller that takes everything for a network error, with no server there.
# cause: cancel-swallowed
# culprit: poll
# task: poller
# innocent: main
# sets: current older
import asyncio
import contextlib
import signal

import httpx
from visitor import free_port


async def poll(url):
    async with httpx.AsyncClient() as client:
        while True:
            try:
                await client.get(url)
            except BaseException:  #< construct
                pass
            with contextlib.suppress(BaseException):  #< construct
                await asyncio.sleep(0.3)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    poller = asyncio.create_task(poll(f"http://127.0.0.1:{free_port()}/"), name="poller")
    try:
        await asyncio.sleep(1)
        print("READY", flush=True)
        await asyncio.sleep(3600)
    finally:
        # Again while it connects: a second cancellation lands in the request or in the sleep.
        for _ in range(2):
            poller.cancel()
            await asyncio.sleep(0)
        await asyncio.wait([poller])


asyncio.run(main())
