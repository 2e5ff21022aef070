# `with ThreadPoolExecutor` in a coroutine: leaving it waits for a job that waits for the loop.
# cause: loop-self-wait
# culprit: migrate | Migration.step
# kind: task | thread
# innocent: main
import asyncio
import concurrent.futures
import signal


class Migration:
    def __init__(self, loop):
        self.loop = loop

    async def save(self):
        await asyncio.sleep(0.01)

    def step(self):
        asyncio.run_coroutine_threadsafe(self.save(), self.loop).result()  #< frame construct?


async def migrate(migration):
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:  #< frame construct?
        pool.submit(migration.step)  #< frame <=3.9 construct?


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.create_task(migrate(Migration(loop)), name="migration")


asyncio.run(main())
