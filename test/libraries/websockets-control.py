# websockets as it should be: the handler iterates over messages, and ends when the server closes.
# cause: none
# sets: current
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
