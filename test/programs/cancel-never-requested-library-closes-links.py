# Two handlers send to each other's peer through a library (written to a temporary site-packages), whose send waits, with a
# limit, until the link is lost. Each handler has both links in sight, and none of them completes what a link's loss does.
# cause: cancel-never-requested
# culprit: Room.serve
# joined: no
# kind: task
# says: asyncio.gather, 2 of 2 not done
import asyncio
import os
import signal
import socket
import sys
import tempfile

LIBRARY = '''
import asyncio


class Link(asyncio.Protocol):
    def __init__(self, serve):
        self.serve = serve
        self.given_up = None

    def connection_made(self, transport):
        self.transport = transport
        self.lost = asyncio.get_running_loop().create_future()
        self.task = asyncio.ensure_future(self.serve(self))

    def connection_lost(self, error):
        if not self.lost.done():
            self.lost.set_result(None)

    async def send(self, data):
        self.transport.write(data)
        timer = asyncio.get_running_loop().call_later(30, asyncio.current_task().cancel)
        try:
            await asyncio.shield(self.lost)
        finally:
            timer.cancel()
'''

folder = os.path.join(tempfile.mkdtemp(), "site-packages")
os.makedirs(os.path.join(folder, "linklib"))
with open(os.path.join(folder, "linklib", "__init__.py"), "w") as file:
    file.write(LIBRARY)
sys.path.insert(0, folder)
import linklib


class Room:
    def __init__(self):
        self.links = []
        self.ended = asyncio.Event()
        self.full = asyncio.Event()

    async def serve(self, link):
        self.links.append(link)
        if len(self.links) == 2:
            self.full.set()
        await self.ended.wait()
        await asyncio.gather(*(one.send(b"bye\n") for one in self.links), return_exceptions=True)  #< frame


async def main():
    loop = asyncio.get_running_loop()
    room = Room()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    server = await loop.create_server(lambda: linklib.Link(room.serve), "127.0.0.1", 0)
    peers = [socket.create_connection(server.sockets[0].getsockname()) for _ in range(2)]
    await room.full.wait()
    print("READY", flush=True)
    await stop.wait()
    room.ended.set()
    await asyncio.gather(*(link.task for link in room.links))
    for peer in peers:
        peer.close()


asyncio.run(main())
