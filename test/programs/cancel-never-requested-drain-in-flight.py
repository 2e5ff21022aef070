# Stop accepting, then wait for the requests in flight: one of them waits for its upstream without a limit.
# cause: cancel-never-requested
# culprit: Gateway.proxy
# kind: task
# innocent: main, Gateway.shutdown
# uvloop: yes
import asyncio
import signal


class Gateway:
    def __init__(self):
        self.in_flight = set()
        self.idle = asyncio.Event()
        self.idle.set()

    def submit(self, request):
        task = asyncio.ensure_future(self.proxy(request))
        self.in_flight.add(task)
        self.idle.clear()
        task.add_done_callback(self.finished)

    def finished(self, task):
        self.in_flight.discard(task)
        if not self.in_flight:
            self.idle.set()

    async def proxy(self, request):
        return await request  #< frame

    async def shutdown(self):
        await self.idle.wait()


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    gateway = Gateway()
    upstream = loop.create_future()
    gateway.submit(upstream)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await gateway.shutdown()
    upstream.cancel()


asyncio.run(main())
