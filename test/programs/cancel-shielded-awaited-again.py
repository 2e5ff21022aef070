# A commit behind a shield: whoever was cancelled there waits for it all the same, and it does not end.
# cause: cancel-shielded
# culprit: Repository.commit
# kind: task
# task: commit
# innocent: main, Repository.save
import asyncio
import signal


class Repository:
    async def commit(self):
        await asyncio.Event().wait()  #< frame

    async def save(self):
        committing = asyncio.ensure_future(self.commit())
        if hasattr(committing, "set_name"):
            committing.set_name("commit")
        try:
            await asyncio.shield(committing)  #< construct
        except asyncio.CancelledError:
            await committing
            raise


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    saving = asyncio.ensure_future(Repository().save())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    saving.cancel()
    await asyncio.wait([saving])


asyncio.run(main())
