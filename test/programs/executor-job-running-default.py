# A job in the loop's default executor: cancelled on the asyncio side, but the thread goes on.
# cause: executor-job-running
# culprit: resize
# kind: thread
# innocent: main, heartbeat, _worker
# uvloop: yes
import asyncio
import signal
import time


def resize(image):
    time.sleep(3600)  #< frame
    return image


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    await asyncio.gather(*(loop.run_in_executor(None, time.sleep, 0.01) for _ in range(3)))
    loop.call_later(0.1, lambda: print("READY", flush=True))
    await loop.run_in_executor(None, resize, "cat.png")


asyncio.run(main())
