# The cleanup polls with sleep(0): the ready queue is never empty.
# Both are right: it spins, and it does so in a cleanup. Looks that meet it between two turns see the second.
# cause: loop-spinning | cleanup-stuck
# culprit: Batcher.close
# kind: task
import asyncio
import signal


class Batcher:
    def __init__(self):
        self.pending = 1

    async def close(self):
        while self.pending:
            await asyncio.sleep(0)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    batcher = Batcher()
    try:
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.Event().wait()
    finally:
        await batcher.close()


asyncio.run(main())
