# The handler cancels the task of one message; the actor that waits for it makes the next one.
# cause: cancel-never-requested
# culprit: Actor.run
# innocent: Actor.stop, main
# joined: no
import asyncio
import signal


class Actor:
    def __init__(self):
        self.mailbox = asyncio.Queue()
        self.current = None

    async def run(self):
        while True:
            self.current = asyncio.ensure_future(self.mailbox.get())
            await asyncio.wait([self.current])  #< frame

    def stop(self):
        self.current.cancel()


async def main():
    actor = Actor()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, actor.stop)
    acting = asyncio.ensure_future(actor.run())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await acting


asyncio.run(main())
