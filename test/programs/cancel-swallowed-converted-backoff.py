# As above, but the task now sits in the retry loop's long back-off: the guilty `except` is in a function that has returned.
# cause: cancel-swallowed
# culprit: Replicator.run
# kind: task
# innocent: main
import asyncio
import signal


class ReplicationError(Exception):
    pass


class Replicator:
    def __init__(self):
        self.changes = asyncio.Queue()

    async def pull(self):
        try:
            await self.changes.get()
        except asyncio.CancelledError as error:  #< construct?
            raise ReplicationError("pull failed") from error

    async def run(self):
        while True:
            try:
                await self.pull()
            except ReplicationError:
                await asyncio.sleep(600)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    replicator = asyncio.create_task(Replicator().run(), name="replicator")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await replicator


asyncio.run(main())
