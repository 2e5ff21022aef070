# The shutdown waits until its worker, which nobody is to cancel, has worked off what is left in the queue; it does.
# cause: drain-longer-than-grace
# culprit: main
# kind: task
# innocent: work, worker
# outcome: slow
# grace: 30
# slow: 2
# joined: no
import asyncio
import signal


async def work(queue):
    while True:
        await queue.get()
        try:
            await asyncio.sleep(0.2)
        finally:
            queue.task_done()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    queue = asyncio.Queue()
    working = asyncio.create_task(work(queue), name="worker")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for number in range(25):
        queue.put_nowait(number)
    await queue.join()  #< frame
    working.cancel()


asyncio.run(main())
