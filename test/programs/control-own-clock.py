# Requests get a second, by a deadline that the shutdown looks at in rounds; then they are cancelled.
# cause: none
import asyncio
import signal
import time


async def handle():
    await asyncio.sleep(3600)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    active = {asyncio.ensure_future(handle()) for _ in range(3)}
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    deadline = time.monotonic() + 1
    while any(not request.done() for request in active) and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    for request in active:
        request.cancel()
    await asyncio.gather(*active, return_exceptions=True)


asyncio.run(main())
