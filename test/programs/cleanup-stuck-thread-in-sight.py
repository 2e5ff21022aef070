# A cleanup waits for an event of the same object that a thread's method belongs to. The thread reads from a pipe, and nothing in
# its code has to do with the event: it has it in sight, and no more.
# cause: cleanup-stuck
# culprit: Meter.run
# kind: task
# task: meter
# innocent: main
# says: has in sight what it waits for, and its code does not name it
import asyncio
import os
import signal
import threading


class Meter:
    def __init__(self):
        self.settled = asyncio.Event()
        self.reading, self.writing = os.pipe()

    def follow(self):
        while os.read(self.reading, 1):
            self.note()

    def note(self):
        print("read")

    async def run(self):
        threading.Thread(target=self.follow, name="follower", daemon=True).start()
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            await self.settled.wait()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    meter = asyncio.ensure_future(Meter().run())
    meter.set_name("meter")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await meter


asyncio.run(main())
