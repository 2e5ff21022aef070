# Nobody keeps the task that the handler makes, and what it waits for nobody else knows: the garbage collector takes both.
# cause: signal-handler-failed
# culprit: Node.on_term
# kind: signal-handler
# innocent: main, Node.keep_house
import asyncio
import gc
import signal


class Peer:
    async def say_goodbye(self):
        return await asyncio.get_event_loop().create_future()


class Node:
    def __init__(self):
        self.peer = Peer()
        self.finished = asyncio.Event()

    async def leave(self):
        await self.peer.say_goodbye()
        self.finished.set()

    def on_term(self):  #< frame construct
        asyncio.ensure_future(self.leave())

    async def keep_house(self):
        while True:
            await asyncio.sleep(0.1)
            gc.collect()

    async def run(self):
        asyncio.get_event_loop().add_signal_handler(signal.SIGTERM, self.on_term)
        keeper = asyncio.ensure_future(self.keep_house())
        print("READY", flush=True)
        await self.finished.wait()
        keeper.cancel()


async def main():
    await Node().run()


asyncio.run(main())
