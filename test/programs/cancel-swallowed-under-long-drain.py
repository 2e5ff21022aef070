# The drain has a long limit, but what uses it up is a worker that swallowed its cancellation.
# cause: cancel-swallowed
# culprit: work
# kind: task
# innocent: main
import asyncio
import signal


async def work(queue):
    while True:
        try:
            print(await queue.get())  #< frame
        except asyncio.CancelledError:  #< construct
            print("not now")


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    working = asyncio.create_task(work(asyncio.Queue()), name="work")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    working.cancel()
    await asyncio.wait([working], timeout=60)


asyncio.run(main())
