# The handler hands a lambda to the loop, so that its code does not say which coroutine is the shutdown: it came with the signal.
# cause: drain-longer-than-grace
# culprit: Balancer.notice
# kind: task
# innocent: worker, main
# joined: no
import asyncio
import signal


class Balancer:
    async def notice(self, pause):
        await asyncio.sleep(pause)  #< frame construct


async def worker():
    while True:
        await asyncio.sleep(0.1)


async def shutdown(balancer, workers):
    await balancer.notice(20)
    for one in workers:
        one.cancel()


async def main():
    loop = asyncio.get_event_loop()
    balancer = Balancer()
    workers = [loop.create_task(worker()) for _ in range(3)]
    kept = []

    def begin():
        kept.append(loop.create_task(shutdown(balancer, workers)))

    signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(lambda: begin()))
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    await asyncio.wait(workers)


asyncio.run(main())
