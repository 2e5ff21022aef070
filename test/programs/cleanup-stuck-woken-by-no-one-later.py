# The shutdown asks a thread to write what is left, and the thread says that it has by a plain `Event.set`, a while later: nothing
# wakes the loop, in which nothing else is left to do.
# cause: cleanup-stuck
# culprit: Spool.stop
# kind: task
# joined: no
# grace: 4
# says: completed from another thread
import asyncio
import signal
import threading
import time


class Spool:
    def __init__(self):
        self.flushed = asyncio.Event()

    def flush(self):
        time.sleep(1.2)
        self.flushed.set()

    async def stop(self):
        threading.Thread(target=self.flush, daemon=True).start()
        await self.flushed.wait()  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    spool = Spool()
    print("READY", flush=True)
    await stop.wait()
    await spool.stop()


asyncio.run(main())
