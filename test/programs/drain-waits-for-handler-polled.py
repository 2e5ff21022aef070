# The service stops to accept and looks in rounds whether its connections are gone; nobody tells their handlers.
# cause: drain-waits-for-handler
# culprit: Gateway.on_connection
# kind: task
# joined: no
# innocent: main
import asyncio
import signal
import socket


class Gateway:
    def __init__(self):
        self.open = 0

    async def on_connection(self, reader, writer):
        self.open += 1
        try:
            while line := await reader.readline():  #< frame
                writer.write(line)
        finally:
            self.open -= 1

    async def drain(self):
        while self.open:
            await asyncio.sleep(0.1)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    gateway = Gateway()
    server = await asyncio.start_server(gateway.on_connection, "127.0.0.1", 0)
    client = socket.create_connection(server.sockets[0].getsockname())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    server.close()
    await gateway.drain()
    client.close()


asyncio.run(main())
