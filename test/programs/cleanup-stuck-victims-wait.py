# The stuck cleanup holds a lock for which ten other cancelled tasks wait in theirs.
# cause: cleanup-stuck
# culprit: Journal.close
# kind: task
# task: journal
# innocent: main, Journal.append
import asyncio
import signal


class Journal:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.synced = asyncio.get_running_loop().create_future()

    async def close(self):
        async with self.lock:
            await self.synced  #< frame construct?

    async def run(self):
        try:
            await asyncio.Event().wait()
        finally:  #< construct?
            await self.close()  #< construct?

    async def append(self):
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.05)
            async with self.lock:
                print("appended")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    journal = Journal()
    journal_task = asyncio.create_task(journal.run(), name="journal")
    tasks = [asyncio.create_task(journal.append(), name="append-%d" % number) for number in range(10)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
