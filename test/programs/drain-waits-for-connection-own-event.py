# As own-protocol, from the side of a client: an event, which a method that connection_lost calls sets.
# cause: drain-waits-for-connection
# culprit: Uplink.close
# kind: task
# innocent: pump
import asyncio
import signal
import socket


class Uplink(asyncio.Protocol):
    def __init__(self):
        self.is_lost = asyncio.Event()
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, exc):
        self.finish()

    def finish(self):
        self.is_lost.set()

    async def pump(self):
        while True:
            self.transport.write(b"z" * 300_000)
            await asyncio.sleep(0.01)

    async def close(self):
        self.transport.close()
        await self.is_lost.wait()  #< frame construct?


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    listening = socket.create_server(("127.0.0.1", 0))
    _, uplink = await asyncio.get_running_loop().create_connection(Uplink, *listening.getsockname())
    pumping = asyncio.create_task(uplink.pump(), name="pump")
    await asyncio.sleep(1)
    print("READY", flush=True)
    await stop.wait()
    pumping.cancel()
    await uplink.close()


asyncio.run(main())
