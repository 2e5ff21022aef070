# Idle workers of two pools, which exit without ado.
# cause: none
# innocent: _worker
# uvloop: yes
import asyncio
import concurrent.futures
import signal
import time

POOL = concurrent.futures.ThreadPoolExecutor(4)


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.gather(*(loop.run_in_executor(pool, time.sleep, 0.01) for pool in (None, POOL) for _ in range(4)))
    print("READY", flush=True)
    await asyncio.Event().wait()


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
