# The server waits for its handler, and the handler for two pumps that it gathers: those stand where it hangs.
# cause: drain-waits-for-handler
# culprit: pump
# kind: task
# innocent: main
# pythons: 3.12+
import asyncio
import signal
import socket


async def pump(source, sink):
    while data := await source.get():  #< frame
        await sink(data)


async def handle(reader, writer):
    async def send(data):
        writer.write(data)

    await asyncio.gather(pump(asyncio.Queue(), send), pump(asyncio.Queue(), send))


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    client = socket.create_connection(server.sockets[0].getsockname())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    server.close()
    await server.wait_closed()
    client.close()


asyncio.run(main())
