# The service's own shutdown cancels its requests; one of them wants the lock of a task that is not on the list.
# cause: cancel-never-requested
# culprit: Store.vacuum
# kind: task
# task: vacuum
# innocent: main, Store.request, shutdown
# uvloop: yes
import asyncio
import signal


class Store:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.done = asyncio.Event()

    async def vacuum(self):
        async with self.lock:
            await self.done.wait()  #< frame

    async def request(self):
        try:
            await asyncio.sleep(3600)
        finally:
            async with self.lock:
                print("rolled back")


async def shutdown(requests):
    for request in requests:
        request.cancel()
    await asyncio.gather(*requests, return_exceptions=True)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    store = Store()
    requests = [asyncio.create_task(store.request(), name="request-%d" % n) for n in range(4)]
    vacuum_task = asyncio.create_task(store.vacuum(), name="vacuum")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await shutdown(requests)


asyncio.run(main())
