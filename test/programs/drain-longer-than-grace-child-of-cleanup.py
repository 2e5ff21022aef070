# A task's cleanup gathers two coroutines, one of which sleeps for longer than the grace period.
# cause: drain-longer-than-grace
# culprit: Lease.cool_down
# kind: task
# joined: no
import asyncio
import signal


class Lease:
    async def release(self):
        await asyncio.sleep(0.01)

    async def cool_down(self):
        await asyncio.sleep(18)  #< frame construct


async def lead(lease):
    try:
        while True:
            await asyncio.sleep(0.1)
    finally:
        await asyncio.gather(lease.release(), lease.cool_down())


async def main():
    stop = asyncio.Event()
    asyncio.get_event_loop().add_signal_handler(signal.SIGTERM, stop.set)
    leading = asyncio.ensure_future(lead(Lease()))
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    await stop.wait()
    leading.cancel()
    await leading


asyncio.run(main())
