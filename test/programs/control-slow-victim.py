# A cancelled victim waits for a lock whose holder nobody cancelled; the holder ends by itself in time.
# cause: none
# outcome: exited | slow
# innocent: Store.request, Store.vacuum
import asyncio
import signal


class Store:
    def __init__(self):
        self.lock = asyncio.Lock()

    async def vacuum(self, stop):
        async with self.lock:
            await stop.wait()
            await asyncio.sleep(0.8)

    async def request(self):
        try:
            await asyncio.sleep(3600)
        finally:
            async with self.lock:
                pass


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    store = Store()
    vacuum_task = asyncio.create_task(store.vacuum(stop), name="vacuum")
    request = asyncio.create_task(store.request(), name="request")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    request.cancel()
    await asyncio.gather(request, return_exceptions=True)


asyncio.run(main())
