# The cleanup waits with a timeout, and tries again for ever.
# cause: cleanup-stuck
# culprit: Committer.confirm
# kind: task
# task: committer
# innocent: main
# uvloop: yes
import asyncio
import signal


class Committer:
    def __init__(self):
        self.acknowledged = asyncio.Event()

    async def confirm(self):
        while True:  #< construct?
            try:
                await asyncio.wait_for(self.acknowledged.wait(), 0.3)  #< frame construct?
                return
            except asyncio.TimeoutError:  #< construct?
                continue

    async def run(self):
        try:
            await asyncio.Event().wait()
        finally:  #< construct?
            await self.confirm()  #< construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    committing = asyncio.create_task(Committer().run(), name="committer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await committing


asyncio.run(main())
