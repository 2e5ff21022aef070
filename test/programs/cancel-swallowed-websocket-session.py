# A websocket-like session: reader and writer tasks, wait FIRST_COMPLETED, reconnect on anything.
# cause: cancel-swallowed
# culprit: Session.connect_forever
# kind: task
# task: session
# innocent: main
import asyncio
import signal


class Session:
    def __init__(self):
        self.incoming = asyncio.Queue()
        self.outgoing = asyncio.Queue()

    async def read(self):
        while True:
            await self.incoming.get()

    async def write(self):
        while True:
            await self.outgoing.get()

    async def connect_forever(self):
        while True:
            pumps = [asyncio.ensure_future(self.read()), asyncio.ensure_future(self.write())]
            try:
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)  #< frame
            except asyncio.CancelledError:  #< construct
                print("connection interrupted, reconnecting")
            finally:
                for pump in pumps:
                    pump.cancel()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    session = asyncio.create_task(Session().connect_forever(), name="session")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await session


asyncio.run(main())
