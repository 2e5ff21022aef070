# The shutdown looks in rounds whether requests are through, up to a deadline by the loop's clock: that is later than the grace period's.
# cause: drain-longer-than-grace
# culprit: Server.drain
# kind: task
# innocent: request-0
import asyncio
import signal


class Server:
    def __init__(self):
        self.active = set()
        self.stop = asyncio.Event()

    async def handle(self):
        await asyncio.sleep(3600)

    async def run(self):
        for number in range(3):
            request = asyncio.ensure_future(self.handle())
            self.active.add(request)
            request.add_done_callback(self.active.discard)
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await self.stop.wait()
        await self.drain(60)

    async def drain(self, limit):
        deadline = asyncio.get_running_loop().time() + limit
        while self.active and asyncio.get_running_loop().time() < deadline:  #< construct
            await asyncio.sleep(0.1)
        for request in list(self.active):
            request.cancel()


async def main():
    server = Server()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop.set)
    await server.run()


asyncio.run(main())
