# websockets: main knows the lock for which a handler waits; it is the server that waits for the handler all the same.
# cause: drain-waits-for-handler
# culprit: Hub.handle
# kind: task
# innocent: main
# sets: current older
import asyncio
import signal

import websockets
from visitor import free_port, visit


class Hub:
    def __init__(self):
        self.lock = asyncio.Lock()

    async def handle(self, socket, path=None):
        await self.lock.acquire()
        await self.lock.acquire()  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    hub = Hub()
    port = free_port()
    async with websockets.serve(hub.handle, "127.0.0.1", port, close_timeout=0.5):
        visit(port, websocket=True)
        await stop.wait()


asyncio.run(main())
