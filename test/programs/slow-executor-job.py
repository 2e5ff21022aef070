# A job of the default executor that takes some seconds: asyncio.run, or the exit of Python, joins it.
# cause: executor-job-running
# culprit: resize
# kind: thread
# innocent: main, _worker
# outcome: slow
# grace: 30
# slow: 2
# uvloop: yes
import asyncio
import signal
import threading
import time


stopping = threading.Event()


def resize(image):
    stopping.wait()
    time.sleep(6)  #< frame
    return image


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    loop.call_later(0.1, lambda: print("READY", flush=True))
    try:
        await loop.run_in_executor(None, resize, "cat.png")
    finally:
        stopping.set()


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
