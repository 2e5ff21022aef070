# websockets up to 11 on Python 3.12: the server waits for its connections before it closes them.
# cause: drain-waits-for-handler
# sets: older
# pythons: 3.12+
import asyncio
import signal

import websockets
from visitor import free_port, visit


async def echo(socket, path=None):
    async for message in socket:
        await socket.send(message)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    port = free_port()
    async with websockets.serve(echo, "127.0.0.1", port, close_timeout=0.5):
        visit(port, websocket=True)
        await stop.wait()


asyncio.run(main())
