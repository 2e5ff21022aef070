# A cleanup that takes a while and ends in time.
# cause: none
# outcome: exited | slow
# uvloop: yes
import asyncio
import signal


async def work():
    try:
        await asyncio.sleep(3600)
    finally:
        for _ in range(4):
            await asyncio.sleep(0.2)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    working = asyncio.create_task(work(), name="work")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await working


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
