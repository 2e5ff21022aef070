# The handler hands the function that sets the flag to the loop.
# cause: signal-flag-unread
# culprit: Service.run
# kind: task
import asyncio
import functools
import signal


class Service:
    def __init__(self):
        self.stop_requested = False

    def request_stop(self):
        self.stop_requested = True

    def on_signal(self, *_):
        self.loop.call_soon_threadsafe(self.request_stop)

    async def run(self):
        self.loop = asyncio.get_running_loop()
        signal.signal(signal.SIGTERM, self.on_signal)
        self.loop.call_later(0.2, functools.partial(print, "READY", flush=True))
        while not self.stop_requested:
            await asyncio.sleep(200)  #< frame


asyncio.run(Service().run())
