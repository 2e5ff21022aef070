# The loop calls the handler, which fails before it sets the event: the server that it closes first was never started.
# cause: signal-handler-failed
# culprit: Service.on_term
# kind: signal-handler
# innocent: Task-1, main
# joined: no
import asyncio
import logging
import signal

logging.disable()


class Service:
    def __init__(self):
        self.server = None
        self.stop = asyncio.Event()

    def on_term(self):
        self.server.close()
        self.stop.set()

    async def beat(self):
        while True:
            await asyncio.sleep(0.2)

    async def run(self):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.on_term)
        beating = asyncio.ensure_future(self.beat())
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        await self.stop.wait()
        beating.cancel()


async def main():
    await Service().run()


asyncio.run(main())
