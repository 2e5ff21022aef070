# As polled, with a dict of transports.
# cause: drain-waits-for-connection
# culprit: Gateway.drain
# kind: task
# joined: no
# says: `self.open` still has one item
import asyncio
import signal
import socket


class Echo(asyncio.Protocol):
    def __init__(self, gateway):
        self.gateway = gateway

    def connection_made(self, transport):
        self.transport = transport
        self.gateway.open[id(self)] = transport

    def data_received(self, data):
        self.transport.write(data)

    def connection_lost(self, error):
        self.gateway.open.pop(id(self))


class Gateway:
    def __init__(self):
        self.open = {}

    async def drain(self):
        while self.open:  #< construct
            await asyncio.sleep(0.1)  #< frame


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    gateway = Gateway()
    server = await loop.create_server(lambda: Echo(gateway), "127.0.0.1", 0)
    client = socket.create_connection(server.sockets[0].getsockname())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    server.close()
    await gateway.drain()
    client.close()


asyncio.run(main())
