# Called by the loop, the handler reads an attribute that its settings do not have, before it sets the event.
# cause: signal-handler-failed
# culprit: Server.on_term | on_term
# says: self.config.drain_seconds
# joined: no
import asyncio
import signal
import types


class Server:
    def __init__(self, config):
        self.config = config
        self.stop = asyncio.Event()
        self.limit = None

    def on_term(self):
        self.limit = self.config.drain_seconds
        self.stop.set()

    async def run(self):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.on_term)
        print("READY", flush=True)
        await self.stop.wait()


async def main():
    await Server(types.SimpleNamespace(port=80)).run()


asyncio.run(main())
