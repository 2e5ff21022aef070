# The shutdown looks in rounds whether a child has ended: who waits for the rounds, and the rounds, wait for the child.
# cause: child-still-running
# culprit: encode
# kind: process
# innocent: main, watch
import asyncio
import multiprocessing
import signal
import time


def encode(begun):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    begun.set()
    time.sleep(3600)  #< frame


async def watch(child):
    while child.is_alive():
        await asyncio.sleep(0.05)


async def main():
    context = multiprocessing.get_context("spawn")
    begun = context.Event()
    child = context.Process(target=encode, args=(begun,))
    child.start()
    watching = asyncio.create_task(watch(child), name="watch")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    while not begun.is_set():
        await asyncio.sleep(0.05)
    print("READY", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await watching


if __name__ == "__main__":
    asyncio.run(main())
