# The task waits in the `else` of a try that swallows, and in a `finally` after it: the else is not protected.
# cause: cleanup-stuck
# culprit: Copier.copy
# kind: task
# task: copier
# innocent: main
import asyncio
import signal


class Copier:
    def __init__(self):
        self.checksum = asyncio.Event()
        self.errors = 0

    async def copy(self):
        while True:
            try:
                await asyncio.sleep(0)
            except BaseException:
                self.errors += 1
            else:
                try:
                    await asyncio.sleep(3600)
                finally:  #< construct?
                    await self.checksum.wait()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    copying = asyncio.create_task(Copier().copy(), name="copier")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await copying


asyncio.run(main())
