# Two wait for each other, one of them for a minute: it would end, long after the deadline.
# cause: cleanup-deadlock
# culprit: Link.send | Link.receive
# kind: task
# certainty: likely
# innocent: main
import asyncio
import signal


class Link:
    def __init__(self, stop):
        self.stop = stop
        self.sending = self.receiving = None

    async def send(self):
        await self.stop.wait()
        await asyncio.wait([self.receiving], timeout=60)  #< frame

    async def receive(self):
        await self.stop.wait()
        await self.sending  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    link = Link(stop)
    link.sending = asyncio.create_task(link.send(), name="send")
    link.receiving = asyncio.create_task(link.receive(), name="receive")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await link.receiving


asyncio.run(main())
