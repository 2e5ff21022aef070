# Server.wait_closed waits for the client of a keep-alive connection since 3.12.
# cause: drain-waits-for-connection
# culprit: main
# kind: task
# pythons: 3.12+
import asyncio
import signal
import socket


class KeepAlive(asyncio.Protocol):
    pass


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    server = await loop.create_server(KeepAlive, "127.0.0.1", 0)
    client = socket.create_connection(server.sockets[0].getsockname())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    server.close()
    await server.wait_closed()  #< frame
    client.close()


asyncio.run(main())
