# The end of `async with server` closes it and waits for its connections (3.12.1 on).
# cause: drain-waits-for-connection
# culprit: serve
# kind: task
# pythons: 3.12+
import asyncio
import signal
import socket


class Quiet(asyncio.Protocol):
    pass


async def serve(stop):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Quiet, "127.0.0.1", 0)
    async with server:  #< frame
        client = socket.create_connection(server.sockets[0].getsockname())
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await stop.wait()
    client.close()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await serve(stop)


asyncio.run(main())
