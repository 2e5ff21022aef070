# The farewell of a cleanup fails, and the clause for that waits for an acknowledgement: the cancellation is still in hand.
# cause: cleanup-stuck
# culprit: Session.run
# kind: task
import asyncio
import signal


class Session:
    def __init__(self):
        self.acknowledged = asyncio.Event()

    def send(self, words):
        raise ConnectionResetError("the peer has gone")

    async def run(self):
        try:
            await asyncio.sleep(86400)
        finally:
            try:
                self.send("bye")
            except OSError:  #< construct
                await self.acknowledged.wait()  #< frame


async def main():
    session = asyncio.create_task(Session().run())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, session.cancel)
    print("READY", flush=True)
    await asyncio.wait([session])


asyncio.run(main())
