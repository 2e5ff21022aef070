# A stream that sends row after row is no work of the shutdown: the server waits for a handler that nobody told to stop.
# cause: drain-waits-for-handler
# culprit: export
# kind: task
# says: a handler that nobody told to stop
# pythons: >=3.12
import asyncio
import signal


async def export(reader, writer):
    await reader.readline()
    for number in range(5000):
        writer.write(b"row %d\n" % number)
        await writer.drain()
        await asyncio.sleep(0.05)  #< frame
    writer.close()


async def read(host, port, first):
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"rows\n")
    while await reader.readline():
        first.set()


async def main():
    stop, first = asyncio.Event(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = await asyncio.start_server(export, "127.0.0.1", 0)
    client = asyncio.ensure_future(read(*server.sockets[0].getsockname(), first))
    await first.wait()
    print("READY", flush=True)
    await stop.wait()
    server.close()
    await server.wait_closed()
    client.cancel()


asyncio.run(main())
