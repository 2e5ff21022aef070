# A coroutine asks a thread pool's future for its result instead of awaiting it.
# cause: loop-blocked
# culprit: Thumbnails.render
# kind: task
# innocent: main
import asyncio
import concurrent.futures
import signal
import time


def resize(name):
    time.sleep(600)
    return name


class Thumbnails:
    def __init__(self):
        self.pool = concurrent.futures.ThreadPoolExecutor(1)

    async def render(self, name):
        job = self.pool.submit(resize, name)
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        return job.result()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.create_task(Thumbnails().render("cat.png"), name="render")


asyncio.run(main())
