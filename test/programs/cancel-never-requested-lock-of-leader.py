# The shutdown has `acquire` run by a task of its own, and waits for that: who called it does not hold the lock yet.
# cause: cancel-never-requested
# culprit: Ledger.compact
# kind: task
# task: compact
# innocent: main, Ledger.close
# uvloop: yes
import asyncio
import signal


class Ledger:
    def __init__(self):
        self.guard = asyncio.Lock()
        self.pages = asyncio.Queue()

    async def compact(self):
        async with self.guard:
            await self.pages.get()  #< frame

    async def close(self):
        turn = asyncio.ensure_future(self.guard.acquire())
        await asyncio.wait([turn])
        self.guard.release()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    ledger = Ledger()
    compact_task = asyncio.create_task(ledger.compact(), name="compact")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await ledger.close()
    compact_task.cancel()


asyncio.run(main())
