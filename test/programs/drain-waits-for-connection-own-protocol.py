# A protocol of the service's own says by a future that its connection is lost; its peer does not read what was sent to it.
# cause: drain-waits-for-connection
# culprit: Feed.stop
# kind: task
# innocent: publish
import asyncio
import signal
import socket


class Push(asyncio.Protocol):
    def __init__(self, feed):
        self.feed = feed
        self.closed = asyncio.get_event_loop().create_future()
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport
        self.feed.connections.append(self)

    def connection_lost(self, exc):
        if not self.closed.done():
            self.closed.set_result(exc)


class Feed:
    def __init__(self):
        self.connections = []

    async def publish(self):
        while True:
            for connection in self.connections:
                connection.transport.write(b"x" * 1_000_000)
            await asyncio.sleep(0.05)

    async def stop(self):
        for connection in self.connections:
            connection.transport.close()
        for connection in list(self.connections):
            await connection.closed  #< frame construct?


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    feed = Feed()
    server = await asyncio.get_running_loop().create_server(lambda: Push(feed), "127.0.0.1", 0)
    publishing = asyncio.create_task(feed.publish(), name="publish")
    peer = socket.create_connection(server.sockets[0].getsockname())
    await asyncio.sleep(1)
    print("READY", flush=True)
    await stop.wait()
    publishing.cancel()
    server.close()
    await feed.stop()
    print(peer)


asyncio.run(main())
