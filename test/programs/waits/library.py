"""Tasks and threads that wait in a library that stands on asyncio; says READY. Works on 3.8-3.15."""
import asyncio
import time

from anyio._backends._asyncio import CapacityLimiter, Lock, WorkerThread, run_sync_in_worker_thread

TASKS = {}


def spawn(name, coroutine):
    TASKS[name] = asyncio.ensure_future(coroutine)
    TASKS[name].set_name(name)


async def hold(lock):
    async with lock:
        await asyncio.sleep(1000)


async def enter(lock):
    async with lock:
        pass


async def borrow(limiter):
    await limiter.acquire_on_behalf_of(asyncio.current_task())
    await asyncio.sleep(1000)


def work():
    time.sleep(1000)


def locks():
    lock = Lock()
    spawn("lock-holder", hold(lock))
    spawn("lock-waiter", enter(lock))
    limiter = CapacityLimiter(1)
    spawn("limiter-holder", borrow(limiter))
    spawn("limiter-waiter", borrow(limiter))


async def main():
    locks()
    spawn("thread-job", run_sync_in_worker_thread(work))
    idle = WorkerThread()
    idle.name = "idle"
    idle.start()
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await asyncio.sleep(1000)


asyncio.run(main())
