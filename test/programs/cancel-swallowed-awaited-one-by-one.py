# The shutdown awaits one worker after the other. Some end a moment later than they should; one does not end.
# cause: cancel-swallowed
# culprit: work_on
# kind: task
# task: worker-6
# innocent: main, work
# grace: 3
import asyncio
import signal


async def work(number):
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.25 * number)


async def work_on():
    while True:
        try:
            await asyncio.sleep(3600)  #< frame
        except asyncio.CancelledError:  #< construct
            print("still needed", flush=True)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    workers = [asyncio.create_task(work_on() if number == 6 else work(number), name=f"worker-{number}") for number in range(9)]
    await asyncio.sleep(0.01)
    print("READY", flush=True)
    await stop.wait()
    for worker in workers:
        worker.cancel()
    for worker in workers:
        try:
            await worker
        except asyncio.CancelledError:
            pass


asyncio.run(main())
