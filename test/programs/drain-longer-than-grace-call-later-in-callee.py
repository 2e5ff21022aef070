# The handler hands the shutdown to the loop, where it closes the server and sets the event half a minute later.
# cause: drain-longer-than-grace
# culprit: Gate.begin
# kind: signal-handler
# joined: no
import asyncio
import signal


class Gate:
    def __init__(self):
        self.loop = None
        self.server = None
        self.done = None

    def on_term(self, number, frame):
        self.loop.call_soon_threadsafe(self.begin)

    def begin(self):
        self.server.close()
        self.loop.call_later(30, lambda: self.done.set())  #< frame construct

    async def answer(self, reader, writer):
        writer.close()

    async def run(self):
        self.loop = asyncio.get_running_loop()
        self.done = asyncio.Event()
        self.server = await asyncio.start_server(self.answer, "127.0.0.1", 0)
        signal.signal(signal.SIGTERM, self.on_term)
        print("READY", flush=True)
        await self.done.wait()


asyncio.run(Gate().run())
