# A semaphore instead of a lock: the holders are two crawls outside the cancelled set.
# cause: cancel-never-requested
# culprit: crawl
# kind: task
# innocent: main, publish
import asyncio
import signal


async def crawl(limit, pages):
    async with limit:
        print(await pages.get())  #< frame


async def publish(limit):
    try:
        await asyncio.sleep(3600)
    finally:
        async with limit:
            print("published")


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    limit = asyncio.Semaphore(2)
    pages = asyncio.Queue()
    crawls = [asyncio.create_task(crawl(limit, pages), name="crawl-%d" % n) for n in range(2)]
    publishing = asyncio.create_task(publish(limit), name="publish")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    publishing.cancel()
    await asyncio.wait([publishing])
    for task in crawls:
        task.cancel()


asyncio.run(main())
