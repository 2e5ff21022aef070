# A thousand tasks, all of which obey.
# cause: none
# innocent: session
# uvloop: yes
import asyncio
import signal


async def session(lock):
    try:
        await asyncio.sleep(3600)
    finally:
        async with lock:
            await asyncio.sleep(0)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(session(lock), name="session-%d" % number) for number in range(1000)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
