# cause: drain-longer-than-grace
# culprit: Link.ask
# kind: task
# says: on the connection with 127.0.0.1:
"""The last answer of a peer that says nothing: the protocol's own timer fails the reply, by a method that it calls."""
import asyncio
import signal
import socket

LIMIT_SECONDS = 50


class Link(asyncio.Protocol):
    def __init__(self):
        self.transport = None
        self.reply = None

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.give(data)

    def give(self, data):
        reply, self.reply = self.reply, None
        if reply is not None and not reply.done():
            reply.set_result(data)

    def fail(self, error):
        reply = self.reply
        if reply is not None and not reply.done():
            reply.set_exception(error)

    def too_late(self):
        self.fail(asyncio.TimeoutError("no answer"))

    async def ask(self, question):
        loop = asyncio.get_running_loop()
        self.reply = loop.create_future()
        self.transport.write(question)
        timer = loop.call_later(LIMIT_SECONDS, self.too_late)
        try:
            return await self.reply  #< frame
        finally:
            timer.cancel()


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        _, link = await loop.create_connection(Link, *silent.getsockname())
        print("READY", flush=True)
        try:
            await stop.wait()
        finally:
            await link.ask(b"goodbye\n")


asyncio.run(main())
