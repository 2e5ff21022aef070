# tenacity: told to retry upon every BaseException, a cancellation too.
# cause: cancel-swallowed-by-library
# culprit: sync
# task: syncer
# innocent: main
# sets: current older
import asyncio
import signal

from tenacity import retry, retry_if_exception_type, wait_fixed


@retry(retry=retry_if_exception_type(BaseException), wait=wait_fixed(0.01))
async def sync(rows):
    await rows.get()  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    syncer = asyncio.create_task(sync(asyncio.Queue()), name="syncer")
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await asyncio.wait([syncer], timeout=3600)


asyncio.run(main())
