# A cleanup waits for an event that a thread sets when it has written all: it is a thread that somebody waits for, and not nobody.
# cause: cleanup-stuck
# culprit: Journal.run
# kind: task
# task: journal
# innocent: main
# certainty: likely
# says: in sight of thread 'writer' (Journal.write
# uvloop: yes
import asyncio
import signal
import threading
import time


class Journal:
    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.written = asyncio.Event()
        self.closing = threading.Event()

    def write(self):
        self.closing.wait()
        time.sleep(3600)
        self.loop.call_soon_threadsafe(self.written.set)

    async def run(self):
        threading.Thread(target=self.write, name="writer", daemon=True).start()
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            self.closing.set()
            await self.written.wait()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    journal = asyncio.create_task(Journal().run(), name="journal")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await journal


asyncio.run(main())
