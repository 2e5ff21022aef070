# `except CancelledError` drains before it raises again, from a stream whose peer keeps silent.
# cause: cleanup-stuck
# culprit: Tunnel.say_goodbye
# kind: task
# task: tunnel
# innocent: main
import asyncio
import signal
import socket


class Tunnel:
    def __init__(self):
        self.mine, self.peer = socket.socketpair()
        self.reader = None
        self.writer = None

    async def say_goodbye(self):
        self.writer.write(b"BYE\n")
        await self.reader.readline()  #< frame construct?

    async def run(self):
        self.reader, self.writer = await asyncio.open_connection(sock=self.mine)
        try:
            await self.reader.readline()
        except asyncio.CancelledError:  #< construct?
            await self.say_goodbye()  #< construct?
            raise


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    tunnel_task = asyncio.create_task(Tunnel().run(), name="tunnel")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
