# The server stops to accept and waits for its handlers, which nobody told to stop.
# cause: drain-waits-for-handler
# culprit: Server.handle
# kind: task
# innocent: main
import asyncio
import signal
import socket


class Server:
    def __init__(self):
        self.handlers = set()

    async def handle(self, reader, writer):
        task = asyncio.current_task()
        self.handlers.add(task)
        try:
            while True:
                writer.write(await reader.readexactly(1))  #< frame
        finally:
            self.handlers.discard(task)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    service = Server()
    server = await asyncio.start_server(service.handle, "127.0.0.1", 0)
    client = socket.create_connection(server.sockets[0].getsockname())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    server.close()
    while service.handlers:
        await asyncio.wait(service.handlers)
    client.close()


asyncio.run(main())
