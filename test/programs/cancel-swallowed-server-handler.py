# A connection handler of asyncio.start_server that takes every failure for a bad frame.
# cause: cancel-swallowed
# culprit: Chat.handle
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import signal
import socket

clients = []


class Chat:
    def __init__(self):
        self.bad = 0

    async def handle(self, reader, writer):
        while True:
            try:
                frame = await reader.readexactly(4)  #< frame
                writer.write(frame)
            except BaseException:  #< construct
                self.bad += 1


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    server = await asyncio.start_server(Chat().handle, "127.0.0.1", 0)
    clients.append(socket.create_connection(server.sockets[0].getsockname()))
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        server.close()


asyncio.run(main())
