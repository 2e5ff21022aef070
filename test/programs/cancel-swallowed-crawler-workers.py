# A crawler as in many tutorials: workers around a shared queue, main awaits queue.join(), then cancels.
# cause: cancel-swallowed
# culprit: fetch_page
# kind: task
# innocent: main, crawl, seed
# uvloop: yes
import asyncio
import logging
import signal

logger = logging.getLogger(__name__)


async def fetch_page(url, gate):
    logger.debug("fetching %s", url)
    await gate.wait()  #< frame
    return url


async def crawl_worker(name, queue, gate):
    while True:
        url = await queue.get()
        try:
            await fetch_page(url, gate)
        except Exception as exc:
            logger.warning("%s failed: %s", url, exc)
        except asyncio.CancelledError:  #< construct
            logger.warning("%s was interrupted", url)
            queue.put_nowait(url)
        finally:
            queue.task_done()


async def seed(queue):
    for number in range(6):
        await queue.put("https://example.org/%d" % number)


async def crawl(stop):
    queue, gate = asyncio.Queue(), asyncio.Event()
    workers = [asyncio.ensure_future(crawl_worker("w%d" % n, queue, gate)) for n in range(2)]
    await seed(queue)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await crawl(stop)


if __name__ == "__main__":
    asyncio.run(main())
