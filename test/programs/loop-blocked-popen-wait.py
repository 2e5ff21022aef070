# A coroutine waits synchronously for a child as part of its work: no cancellation can be delivered.
# cause: loop-blocked
# culprit: Tool.convert
# innocent: main, tick
import asyncio
import signal
import subprocess


class Tool:
    async def convert(self):
        await asyncio.sleep(0.3)
        process = subprocess.Popen(["sleep", "600"])
        print("READY", flush=True)
        process.wait()  #< frame construct?


async def tick():
    while True:
        await asyncio.sleep(0.05)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    ticking = asyncio.create_task(tick(), name="tick")
    await asyncio.create_task(Tool().convert(), name="tool")
    await ticking


asyncio.run(main())
