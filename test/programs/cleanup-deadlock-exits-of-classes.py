# Two accounts are closed in the exits of two transfers: each exit has one account, and waits for the other's.
# cause: cleanup-deadlock
# culprit: Transfer.__aexit__
# kind: task
# joined: no
import asyncio
import signal


class Account:
    def __init__(self):
        self.lock = asyncio.Lock()


class Transfer:
    def __init__(self, source, target):
        self.source = source
        self.target = target

    async def __aenter__(self):
        await self.source.lock.acquire()
        return self

    async def __aexit__(self, kind, error, traceback):
        async with self.target.lock:  #< frame
            pass
        self.source.lock.release()


async def transfer(source, target):
    async with Transfer(source, target):
        await asyncio.sleep(3600)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    one, other = Account(), Account()
    tasks = [asyncio.ensure_future(transfer(one, other)), asyncio.ensure_future(transfer(other, one))]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


asyncio.run(main())
