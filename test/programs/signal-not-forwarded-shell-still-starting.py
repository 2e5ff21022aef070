# A shell keeps the signal, which comes while the service starts: that the main task goes on to its wait is no shutdown.
# cause: signal-not-forwarded
# kind: process
# start: bash -c 'trap "exit 0" TERM; {python} {program}; exit'
# innocent: main, Task-1, load
# grace: 3
# joined: no
import asyncio
import signal


async def consume(queue):
    while True:
        await queue.get()


async def load():
    await asyncio.sleep(1.2)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    task = asyncio.ensure_future(consume(asyncio.Queue()))
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    await load()
    await stop.wait()
    task.cancel()


asyncio.run(main())
