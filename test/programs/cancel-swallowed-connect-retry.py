# A reconnect loop whose attempt swallowed; it is in its connection attempt or its pause.
# cause: cancel-swallowed
# culprit: Link.connect | Link.keep
# kind: task
# task: link
# innocent: main, heartbeat
import asyncio
import signal
import socket


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Link:
    def __init__(self, port):
        self.port = port
        self.attempts = 0

    async def connect(self):
        self.attempts += 1
        return await asyncio.open_connection("127.0.0.1", self.port)  #< frame

    async def keep(self):
        while True:
            try:
                await self.connect()
                return
            except:  #< construct
                await asyncio.sleep(0.4)  #< frame


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)




async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    beat = asyncio.create_task(heartbeat(), name="heartbeat")
    link = Link(closed_port())
    keeping = asyncio.create_task(link.keep(), name="link")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    attempts = link.attempts
    while link.attempts == attempts:
        await asyncio.sleep(0)
    keeping.cancel()
    beat.cancel()
    await asyncio.wait([keeping])


asyncio.run(main())
