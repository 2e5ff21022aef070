# A generator that was left in the middle, and whose finally is quick.
# cause: none
import asyncio
import signal

keep = []


async def rows():
    try:
        yield 1
        yield 2
    finally:
        await asyncio.sleep(0.1)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    keep.append(rows())
    print(await keep[0].__anext__())
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
