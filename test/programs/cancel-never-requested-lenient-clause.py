# The handler cancels the main task, which waits for the gauge in its cleanup and does not cancel it. That the gauge would keep
# a cancellation does not say that there was one: it takes its step now and then, before the signal and after it.
# cause: cancel-never-requested
# culprit: gauge
# kind: task
# task: gauge
# innocent: main
# certainty: likely
# joined: no
# pythons: >=3.11
import asyncio
import signal


async def gauge():
    while True:
        try:
            await asyncio.sleep(0.3)  #< frame
        except asyncio.CancelledError:
            print("not now")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    reading = asyncio.create_task(gauge(), name="gauge")
    try:
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.sleep(3600)
    finally:
        await asyncio.wait([reading])


asyncio.run(main())
