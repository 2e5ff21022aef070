# The handler's shutdown task has cancelled all, and waits for one that did not end: that one is to blame, not the shutdown.
# cause: cancel-swallowed
# culprit: Worker.poll
# kind: task
# task: deaf
# innocent: Worker.shutdown, main
import asyncio
import signal


class Worker:
    def __init__(self):
        self.tasks = []
        self.kept = []
        self.ended = None

    async def poll(self):
        while True:
            try:
                await asyncio.sleep(0.2)  #< frame
            except asyncio.CancelledError:  #< construct
                pass

    async def rest(self):
        await asyncio.sleep(3600)

    async def shutdown(self):
        for one in self.tasks:
            one.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.ended.set()

    async def run(self):
        loop = asyncio.get_event_loop()
        self.ended = asyncio.Event()
        loop.add_signal_handler(signal.SIGTERM, lambda: self.kept.append(loop.create_task(self.shutdown())))
        self.tasks = [loop.create_task(self.poll()), loop.create_task(self.rest())]
        if hasattr(self.tasks[0], "set_name"):
            self.tasks[0].set_name("deaf")
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        await self.ended.wait()


async def main():
    await Worker().run()


asyncio.run(main())
