# A synchronous close() that runs a coroutine on the loop and waits for it, called from the cleanup on that loop.
# cause: loop-self-wait
# culprit: Database.close
# kind: task
# task: queries
# innocent: main
import asyncio
import signal


class Database:
    def __init__(self):
        self.loop = asyncio.get_running_loop()

    async def disconnect(self):
        await asyncio.sleep(0.01)

    def close(self):
        leaving = asyncio.run_coroutine_threadsafe(self.disconnect(), self.loop)
        leaving.result()  #< frame construct?

    async def query(self):
        try:
            await asyncio.sleep(3600)
        finally:
            self.close()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    queries = asyncio.create_task(Database().query(), name="queries")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await queries


asyncio.run(main())
