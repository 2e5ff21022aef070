# A "run this every N seconds" helper that must never die.
# cause: cancel-swallowed
# culprit: Periodic._loop
# kind: task
# task: refresh-tokens
# innocent: main
import asyncio
import signal
import sys
import traceback


class Periodic:
    def __init__(self, interval, function):
        self.interval = interval
        self.function = function
        self.task = None

    def start(self, name):
        self.task = asyncio.create_task(self._loop(), name=name)

    async def _loop(self):
        while True:
            try:
                self.function()
                await asyncio.sleep(self.interval)  #< frame
            except BaseException:  #< construct
                traceback.print_exc(file=sys.stderr)

    async def stop(self):
        self.task.cancel()
        await self.task


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    periodic = Periodic(30, lambda: None)
    periodic.start("refresh-tokens")
    loop.call_later(0.1, lambda: print("READY", flush=True))
    await stop.wait()
    await periodic.stop()


asyncio.run(main())
