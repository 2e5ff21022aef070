# A cleanup that sleeps some seconds on the loop's thread.
# cause: loop-blocked
# culprit: import_prices
# kind: task
# task: importer
# innocent: main
# outcome: slow
# grace: 30
# slow: 2
import asyncio
import signal
import time


async def import_prices():
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    try:
        await asyncio.sleep(3600)
    finally:
        time.sleep(6)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.create_task(import_prices(), name="importer")


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
