# The worker is a nested function, CancelledError has another name, and the loop has a condition.
# cause: cancel-swallowed
# culprit: start.<locals>.worker
# kind: task
# innocent: main
import asyncio
import signal
from asyncio import CancelledError as Stopped


def start(name):
    queue = asyncio.Queue()
    alive = [True]

    async def worker():
        while alive[0]:
            try:
                print(name, await queue.get())  #< frame
            except (Stopped, OSError):  #< construct
                print(name, "interrupted")

    return asyncio.ensure_future(worker())


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    workers = [start("left"), start("right")]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.gather(*workers, return_exceptions=True)


asyncio.run(main())
