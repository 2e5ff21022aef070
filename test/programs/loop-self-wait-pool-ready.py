# A pool is shut down on the loop's thread while its job waits for an event that a timer of this very loop would set.
# cause: loop-self-wait
# culprit: main
# kind: task
import asyncio
import concurrent.futures
import signal
import threading


def settle(event):
    event.set()


def job(loop, leave):
    leave.wait()
    settled = threading.Event()
    loop.call_soon_threadsafe(loop.call_later, 0.1, settle, settled)
    loop.call_soon_threadsafe(settle, settled)
    settled.wait()


async def main():
    loop = asyncio.get_running_loop()
    leave = threading.Event()
    pool = concurrent.futures.ThreadPoolExecutor(1)
    pool.submit(job, loop, leave)
    task = asyncio.current_task()
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    print("READY", flush=True)
    try:
        await asyncio.sleep(3600)
    finally:
        leave.set()
        pool.shutdown()  #< frame


asyncio.run(main())
