# No handler at all: the signal ends the process.
# cause: none
import asyncio


async def main():
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
