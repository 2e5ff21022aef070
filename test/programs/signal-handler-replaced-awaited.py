# The consumer of a queue installs its own handler, which ends the consumer alone; the service's, which it has replaced, was to end the rest.
# cause: signal-handler-replaced
# culprit: Consumer.on_terminate
# kind: signal-handler
# innocent: serve
# joined: no
# says: 'draining'
import asyncio
import signal


class Consumer:
    def __init__(self):
        self.messages = asyncio.Queue()
        self.draining = asyncio.Event()

    def on_terminate(self, name):  #< frame construct
        print("consumer ends on", name, flush=True)
        self.draining.set()

    async def run(self):
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.on_terminate, "SIGTERM")
        reader = asyncio.ensure_future(self.read())
        print("READY", flush=True)
        await self.draining.wait()
        reader.cancel()
        await asyncio.wait([reader])

    async def read(self):
        while True:
            await self.messages.get()


async def handle(reader, writer):
    writer.close()


async def serve(leaving):
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    await leaving.wait()
    server.close()


async def main():
    leaving = asyncio.Event()

    def on_signal():
        print("leaving", flush=True)
        leaving.set()

    for name in ("SIGINT", "SIGTERM"):
        asyncio.get_running_loop().add_signal_handler(getattr(signal, name), on_signal)
    await asyncio.gather(serve(leaving), Consumer().run())


asyncio.run(main())
