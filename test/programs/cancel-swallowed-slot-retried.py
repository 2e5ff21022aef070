# A worker has its slot acquired by a task of its own, and asks again when that was cancelled. Nobody has the slots.
# cause: cancel-swallowed
# culprit: Crawler.work
# kind: task
# task: crawler
# innocent: main
# says: except asyncio.CancelledError
import asyncio
import signal


class Crawler:
    def __init__(self):
        self.slots = asyncio.Semaphore(0)

    async def work(self):
        while True:
            try:
                await asyncio.gather(self.slots.acquire())  #< frame
            except asyncio.CancelledError:  #< construct
                print("asking again", flush=True)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    crawler = asyncio.create_task(Crawler().work(), name="crawler")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await crawler


asyncio.run(main())
