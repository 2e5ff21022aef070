# A handler of start_server reads from a client that says nothing; wait_closed waits for it.
# cause: drain-waits-for-handler
# culprit: handle
# kind: task
# innocent: main
# pythons: 3.12+
import asyncio
import signal
import socket


async def handle(reader, writer):
    while True:
        line = await reader.readline()  #< frame
        writer.write(line)


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
