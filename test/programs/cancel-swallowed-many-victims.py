# Thirty cancelled requests want a lock in their cleanup; the task that swallowed its cancellation holds it.
# cause: cancel-swallowed
# culprit: Ledger.compact
# kind: task
# task: compact
# innocent: main, Ledger.request
import asyncio
import signal


class Ledger:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.pages = asyncio.Queue()

    async def compact(self):
        async with self.lock:
            while True:
                try:
                    print(await self.pages.get())  #< frame
                except BaseException:  #< construct
                    continue

    async def request(self):
        try:
            await asyncio.sleep(3600)
        finally:
            async with self.lock:
                print("saved")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    ledger = Ledger()
    tasks = [asyncio.create_task(ledger.compact(), name="compact")]
    tasks += [asyncio.create_task(ledger.request(), name="request-%d" % n) for n in range(30)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.gather(*tasks)


asyncio.run(main())
