# sys.exit() in a callback of the loop is not lost: it ends the loop, and asyncio.run cancels the rest.
# cause: none
# innocent: serve
import asyncio
import signal
import sys


async def serve():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, sys.exit, 0)
    serving = asyncio.create_task(serve(), name="serve")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await serving


asyncio.run(main())
