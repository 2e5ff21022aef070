# A gather behind a shield: its children hear nothing of the cancellation, and the one that is not done is to blame.
# cause: cancel-shielded
# culprit: Journal.replicate
# kind: task
# innocent: main, commit
import asyncio
import signal


class Journal:
    async def replicate(self, node):
        if node == "c":
            await asyncio.get_running_loop().create_future()  #< frame
        await asyncio.sleep(0.05)

    async def commit(self):
        work = asyncio.gather(*(self.replicate(node) for node in "abc"))
        try:
            await asyncio.shield(work)  #< construct
        except asyncio.CancelledError:
            await asyncio.shield(work)  #< construct
            raise


async def main():
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    loop.call_later(0.3, lambda: print("READY", flush=True))
    await Journal().commit()


asyncio.run(main())
