# The handler's shutdown task lets the load balancer notice before it cancels anybody: the workers wait for their turn.
# cause: drain-longer-than-grace
# culprit: Balancer.notice
# kind: task
# task: closing
# innocent: Server.worker, main
import asyncio
import signal


class Balancer:
    async def notice(self, pause):
        await asyncio.sleep(pause)  #< frame construct


class Server:
    def __init__(self):
        self.balancer = Balancer()
        self.workers = []
        self.closing = None

    async def worker(self):
        while True:
            await asyncio.sleep(0.1)

    async def shutdown(self):
        await self.balancer.notice(20)
        self.cancel_workers()

    def cancel_workers(self):
        for one in self.workers:
            one.cancel()

    def begin(self):
        self.closing = asyncio.ensure_future(self.shutdown())
        if hasattr(self.closing, "set_name"):
            self.closing.set_name("closing")

    def on_term(self):
        self.begin()

    async def run(self):
        asyncio.get_event_loop().add_signal_handler(signal.SIGTERM, self.on_term)
        self.workers = [asyncio.ensure_future(self.worker()) for _ in range(3)]
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        await asyncio.gather(*self.workers, return_exceptions=True)


async def main():
    await Server().run()


asyncio.run(main())
