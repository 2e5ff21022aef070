# A coroutine's cleanup terminates a child and waits for it synchronously, on the loop; the child ignores SIGTERM.
# cause: child-still-running
# kind: process
# innocent: main, tick
import asyncio
import signal
import subprocess


class Tool:
    def __init__(self):
        self.process = subprocess.Popen(["sh", "-c", "trap '' TERM; while :; do sleep 1; done"])

    def stop(self):
        self.process.terminate()
        self.process.wait()  #< frame construct?

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:
            self.stop()


async def tick():
    while True:
        await asyncio.sleep(0.05)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    ticking = asyncio.create_task(tick(), name="tick")
    tool = asyncio.create_task(Tool().run(), name="tool")
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await tool
    await ticking


asyncio.run(main())
