# grpclib: a stream's handler goes on when it is cancelled; the server waits for its connection.
# cause: cancel-swallowed
# culprit: Feed.watch
# kind: task
# sets: further
import asyncio
import threading

from grpclib.const import Cardinality, Handler
from grpclib.encoding.base import CodecBase
from grpclib.server import Server
from grpclib.client import Channel
from grpclib.utils import graceful_exit


class Raw(CodecBase):
    __content_subtype__ = "raw"

    def encode(self, message, message_type):
        return message

    def decode(self, data, message_type):
        return data


class Feed:
    async def watch(self, stream):
        await stream.recv_message()
        print("READY", flush=True)
        await stream.send_message(b"x")
        while True:
            try:
                await asyncio.sleep(30)  #< frame
            except asyncio.CancelledError:  #< construct
                continue
    def __mapping__(self):
        return {"/feed.Feed/Watch": Handler(self.watch, Cardinality.UNARY_STREAM, bytes, bytes)}


def client(port):
    async def call():
        channel = Channel("127.0.0.1", port, codec=Raw())
        async with channel.request("/feed.Feed/Watch", Cardinality.UNARY_STREAM, bytes, bytes) as stream:
            await stream.send_message(b"a", end=True)
            async for _ in stream:
                pass


    asyncio.run(call())


async def main():
    server = Server([Feed()], codec=Raw())
    with graceful_exit([server]):
        await server.start("127.0.0.1", 0)
        port = server._server.sockets[0].getsockname()[1]
        threading.Thread(target=client, args=(port,), daemon=True).start()
        await server.wait_closed()


asyncio.run(main())
