# On its way out the main task tries again and again to leave its cluster, which one member never confirms.
# cause: cleanup-stuck
# culprit: Cluster.leave
# kind: task
# joined: no
# says: Limit the attempts
import asyncio
import signal


class Member:
    def __init__(self, confirms):
        self.confirms = confirms

    async def confirm(self):
        await asyncio.sleep(0.01)
        return self.confirms


class Cluster:
    def __init__(self):
        self.members = [Member(True), Member(False)]

    async def is_left(self):
        return all(await asyncio.gather(*(one.confirm() for one in self.members)))

    async def leave(self):
        while not await self.is_left():
            await asyncio.sleep(0.3)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    cluster = Cluster()
    print("READY", flush=True)
    await stop.wait()
    await cluster.leave()


asyncio.run(main())
