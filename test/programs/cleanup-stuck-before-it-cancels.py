# The handler's shutdown task waits for an answer that never comes, before it cancels anybody.
# cause: cleanup-stuck
# culprit: Coordinator.leave
# kind: task
# innocent: Member.heartbeat, main
import asyncio
import signal


class Coordinator:
    def __init__(self):
        self.inbox = asyncio.Queue()

    async def leave(self):
        while (await self.inbox.get()) != "bye":  #< frame
            pass


class Member:
    def __init__(self):
        self.coordinator = Coordinator()
        self.tasks = []
        self.kept = []

    async def heartbeat(self):
        while True:
            await asyncio.sleep(0.2)

    async def shutdown(self):
        await self.coordinator.leave()
        [one.cancel() for one in self.tasks]

    async def run(self):
        loop = asyncio.get_event_loop()
        loop.add_signal_handler(signal.SIGTERM, lambda: self.kept.append(loop.create_task(self.shutdown())))
        self.tasks = [loop.create_task(self.heartbeat())]
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def main():
    await Member().run()


asyncio.run(main())
