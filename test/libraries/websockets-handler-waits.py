# websockets: the server closes its connections and waits for a handler that only looks at its own queue.
# cause: drain-waits-for-handler
# culprit: feed
# kind: task
# innocent: main
# sets: current older
import asyncio
import signal

import websockets
from visitor import free_port, visit


async def feed(socket, path=None):
    prices = asyncio.Queue()
    while True:
        price = await prices.get()  #< frame
        await socket.send(price)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    port = free_port()
    async with websockets.serve(feed, "127.0.0.1", port, close_timeout=0.5):
        visit(port, websocket=True)
        await stop.wait()


asyncio.run(main())
