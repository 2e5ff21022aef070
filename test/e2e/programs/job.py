# A job that does its work and ends by itself.
# cause: none
import asyncio


async def main():
    print("READY", flush=True)
    await asyncio.sleep(8)


asyncio.run(main())
