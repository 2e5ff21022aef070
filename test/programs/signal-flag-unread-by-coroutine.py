# The handler starts a coroutine, which sets a flag and ends; the loop that tests the flag is in a long wait.
# cause: signal-flag-unread
# culprit: Poller.run
# kind: task
import asyncio
import signal


class Poller:
    def __init__(self):
        self.running = True

    async def stop(self):
        self.running = False

    async def run(self):
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, lambda: asyncio.ensure_future(self.stop()))
        answer = asyncio.Event()
        print("READY", flush=True)
        while self.running:
            await answer.wait()  #< frame


asyncio.run(Poller().run())
