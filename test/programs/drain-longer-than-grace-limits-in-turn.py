# Three clients are closed one after the other, each with a limit of its own; none of them answers.
# cause: drain-longer-than-grace
# culprit: Service.close_cache | Service.close_queue | Service.close_store
# kind: task
# grace: 3
# joined: no
import asyncio
import signal


class Client:
    async def close(self):
        await asyncio.Event().wait()


class Service:
    def __init__(self):
        self.cache, self.queue, self.store = Client(), Client(), Client()

    async def close_cache(self):
        await asyncio.wait_for(self.cache.close(), 1.3)  #< frame construct?

    async def close_queue(self):
        await asyncio.wait_for(self.queue.close(), 1.3)  #< frame construct?

    async def close_store(self):
        await asyncio.wait_for(self.store.close(), 1.3)  #< frame construct?

    async def close(self):
        for closing in (self.close_cache, self.close_queue, self.close_store):
            try:
                await closing()
            except asyncio.TimeoutError:
                print("goes on without")


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    service = Service()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await service.close()


asyncio.run(main())
