# `gather(stop.wait(), server())`: gather waits for all, and only one of them ends.
# cause: cancel-never-requested
# culprit: Server.accept
# kind: task
# innocent: main
import asyncio
import signal


class Server:
    def __init__(self):
        self.backlog = asyncio.Queue()

    async def accept(self):
        while True:
            print(await self.backlog.get())  #< frame


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.call_later(0.1, lambda: print("READY", flush=True))
    await asyncio.gather(stop.wait(), Server().accept())


asyncio.run(main())
