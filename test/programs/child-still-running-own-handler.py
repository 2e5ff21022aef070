# The child has a handler of its own that only says what it does: it took nobody's place, and the parent waits without a limit.
# cause: child-still-running
# culprit: Runner.stop
# kind: process
# innocent: pump
import asyncio
import signal
import sys

CHILD = """
import signal, time
signal.signal(signal.SIGTERM, lambda *_: print('draining', flush=True))
print('up', flush=True)
while True:
    time.sleep(0.5)
"""


class Runner:
    async def start(self):
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", CHILD, stdout=asyncio.subprocess.PIPE
        )
        await self.process.stdout.readline()
        self.pumping = asyncio.create_task(self.pump())

    async def pump(self):
        async for _ in self.process.stdout:
            pass

    async def stop(self):
        self.process.terminate()
        await self.process.wait()  #< frame construct?
        self.pumping.cancel()


async def main():
    runner = Runner()
    await runner.start()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("READY", flush=True)
    await stop.wait()
    await runner.stop()


asyncio.run(main())
