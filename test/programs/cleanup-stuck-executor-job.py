# The cleanup awaits a job in a thread that never ends.
# The exit is not joining the pool yet: the cleanup waits for the job, and could have set it a limit.
# cause: cleanup-stuck
# says: a limit around the await alone leaves the thread
# culprit: Spool.run
# kind: task
# innocent: main, _worker
import asyncio
import signal
import threading


class Spool:
    def __init__(self):
        self.synced = threading.Event()

    def sync(self):
        self.synced.wait()

    async def run(self):
        try:
            await asyncio.Event().wait()
        finally:  #< construct?
            await asyncio.get_running_loop().run_in_executor(None, self.sync)  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    spool = asyncio.create_task(Spool().run(), name="spool")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await spool


asyncio.run(main())
