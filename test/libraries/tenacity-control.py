# tenacity as it mostly is used: a cancellation is no Exception and is not retried.
# cause: none
# sets: current older
import asyncio
import signal

from tenacity import retry, wait_fixed


@retry(wait=wait_fixed(0.1))
async def sync():
    await asyncio.sleep(0.1)
    raise OSError("no database")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    syncer = asyncio.create_task(sync(), name="syncer")
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await asyncio.wait([syncer], timeout=3600)


asyncio.run(main())
