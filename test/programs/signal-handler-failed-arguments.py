# A handler for signal.signal is given to the loop, which calls it without the number of the signal and the frame.
# cause: signal-handler-failed
# culprit: Server.on_signal
# kind: signal-handler
# says: takes 2 arguments
# joined: no
import asyncio
import signal


class Server:
    def on_signal(self, number, frame):
        self.stop.set()

    async def run(self):
        self.stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.on_signal)
        print("READY", flush=True)
        await self.stop.wait()


asyncio.run(Server().run())
