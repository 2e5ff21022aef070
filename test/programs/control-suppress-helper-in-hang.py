# A helper's `suppress` of other exceptions, and a retry parameter without CancelledError, are not to blame for the one that hangs.
# cause: cancel-swallowed
# culprit: poll
# kind: task
# innocent: fetch, tail, main
import asyncio
import contextlib
import signal

RETRIED = (OSError, ValueError)


def ignoring(*errors):
    return contextlib.suppress(*errors)


async def tail(queue):
    while True:
        with ignoring(KeyError):
            await queue.get()


def retrying(errors):
    async def fetch(queue):
        while True:
            try:
                await queue.get()
            except errors:
                pass

    return fetch


async def poll(queue):
    while True:
        try:
            await queue.get()  #< frame
        except:  #< construct
            continue


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    queues = [asyncio.Queue() for _ in range(3)]
    running = [tail(queues[0]), retrying(RETRIED)(queues[1]), poll(queues[2])]
    tasks = [asyncio.ensure_future(one) for one in running]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for one in tasks:
        one.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


asyncio.run(main())
