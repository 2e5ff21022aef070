# The handler's coroutine has cancelled all and is done: who swallowed that is to blame, and not the handler.
# cause: cancel-swallowed
# culprit: Worker.poll
# kind: task
# innocent: main, on_term
import asyncio
import signal


class Worker:
    def __init__(self):
        self.tasks = []
        self.ending = None

    async def poll(self):
        queue = asyncio.Queue()
        while True:
            try:
                await queue.get()  #< frame
            except asyncio.CancelledError:  #< construct
                print("interrupted", flush=True)

    async def shutdown(self):
        await asyncio.sleep(0.01)
        for one in self.tasks:
            one.cancel()

    def on_term(self):
        self.ending = asyncio.ensure_future(self.shutdown())

    async def run(self):
        asyncio.get_event_loop().add_signal_handler(signal.SIGTERM, self.on_term)
        self.tasks = [asyncio.ensure_future(self.poll())]
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        await asyncio.wait(self.tasks)


async def main():
    await Worker().run()


asyncio.run(main())
