# Jobs that nobody can end occupy every worker of the pool: the shutdown's own job is never begun.
# cause: executor-job-running
# culprit: Tail.line
# kind: thread
# innocent: main, Tail.follow
# joined: no
import asyncio
import signal
import threading
from concurrent.futures import ThreadPoolExecutor


class Tail:
    def __init__(self):
        self.more = threading.Event()

    def line(self):
        self.more.wait()  #< frame

    async def follow(self):
        await asyncio.get_running_loop().run_in_executor(None, self.line)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(2, thread_name_prefix="tail"))
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    followers = [asyncio.create_task(Tail().follow()) for _ in range(2)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for follower in followers:
        follower.cancel()
    await loop.run_in_executor(None, print, "saved")


asyncio.run(main())
