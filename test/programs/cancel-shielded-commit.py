# A transaction that must be committed: shielded in `except CancelledError`, and the database does not answer.
# cause: cancel-shielded
# culprit: Database.commit
# kind: task
# innocent: main, heartbeat, Transfer.run
import asyncio
import signal


class Database:
    def __init__(self, reader):
        self.reader = reader

    async def commit(self):
        return await self.reader.readline()  #< frame


class Transfer:
    def __init__(self, database):
        self.database = database

    async def run(self):
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            commit = asyncio.ensure_future(self.database.commit())
            await asyncio.shield(commit)  #< construct
            raise


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    transfer_task = asyncio.create_task(Transfer(Database(asyncio.StreamReader())).run(), name="transfer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
