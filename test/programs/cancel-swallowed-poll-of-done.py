# The shutdown cancels its workers, and asks in rounds whether they are done: it waits, and is not to blame.
# cause: cancel-swallowed
# culprit: consume
# kind: task
# innocent: main, rest, Task-1
import asyncio
import signal


async def consume(queue):
    while True:
        try:
            print(await queue.get())  #< frame
        except BaseException:  #< construct
            print("again")


async def rest():
    await asyncio.sleep(1000)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    queue = asyncio.Queue()
    workers = [asyncio.ensure_future(one) for one in (consume(queue), rest())]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for worker in workers:
        worker.cancel()
    while not all(worker.done() for worker in workers):
        await asyncio.sleep(0.1)


asyncio.run(main())
