# The shutdown gives its worker a second, but wait_for waits until the worker has obeyed its cancellation: it never does.
# cause: cancel-swallowed
# culprit: Crawler.crawl
# kind: task
# innocent: main, stop
# uvloop: yes
import asyncio
import signal


class Crawler:
    def __init__(self):
        self.pages = asyncio.Queue()

    async def crawl(self):
        while True:
            try:
                print(await self.pages.get())  #< frame
            except:  #< construct
                continue


async def stop(crawling):
    try:
        await asyncio.wait_for(crawling, timeout=0.2)
    except asyncio.TimeoutError:
        print("crawler was slow")


async def main():
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    crawling = asyncio.create_task(Crawler().crawl(), name="crawler")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stopping.wait()
    await stop(crawling)


asyncio.run(main())
