# A forked child inherits the loop's handler, which does nothing in it; a job in a thread joins it.
# cause: child-still-running
# kind: process
# innocent: asyncio_0
# joined: no
import asyncio
import multiprocessing
import signal
import time


def crunch(pipe):
    pipe.send("up")
    time.sleep(10_000)


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=crunch, args=(theirs,))
    child.start()
    ours.recv()
    print("READY", flush=True)
    await stop.wait()
    child.terminate()
    await loop.run_in_executor(None, child.join)


asyncio.run(main())
