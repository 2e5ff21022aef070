# As in signal-flag-unread-second-signal, with a handler of the loop's.
# cause: signal-flag-unread
# culprit: Mirror.run
# kind: task
# says: which was set before this signal came
# joined: no
import asyncio
import os
import signal


class Mirror:
    def __init__(self):
        self.closing = False
        self.changes = asyncio.Queue()

    def close(self):  #< construct
        self.closing = True

    async def run(self):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.close)
        os.kill(os.getpid(), signal.SIGTERM)
        asyncio.get_running_loop().call_later(0.3, lambda: print("READY", flush=True))
        while not self.closing:
            await self.changes.get()  #< frame


async def main():
    await Mirror().run()


asyncio.run(main())
