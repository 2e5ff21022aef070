# A cleanup writes the rest to a child that does not read: nobody waits for the child to end.
# cause: cleanup-stuck
# culprit: feed
# task: encoder
import asyncio
import signal
import sys

CHILD = "import time; time.sleep(3600)"


async def feed(child):
    try:
        await asyncio.sleep(3600)
    finally:  #< construct
        child.stdin.write(b"x" * 4_000_000)
        await child.stdin.drain()  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", CHILD, stdin=asyncio.subprocess.PIPE)
    encoder = asyncio.create_task(feed(child), name="encoder")
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await stop.wait()
    encoder.cancel()
    await asyncio.wait([encoder])


asyncio.run(main())
