# Among tasks that step, the handler fails on its first line, in which it would store something.
# cause: signal-handler-failed
# culprit: Lifecycle.on_signal
# innocent: tick
# joined: no
import asyncio
import functools
import signal


class Lifecycle:
    def __init__(self):
        self.reason = None
        self.tasks = []

    def on_signal(self, name):
        self.reason = signal.Signals(name)
        for task in self.tasks:
            task.cancel()


async def tick(seconds):
    while True:
        await asyncio.sleep(seconds)


async def main():
    life = Lifecycle()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, functools.partial(life.on_signal, "SIGTERM"))
    life.tasks = [asyncio.ensure_future(tick(seconds)) for seconds in (0.1, 0.4, 2)]
    print("READY", flush=True)
    await asyncio.gather(*life.tasks, return_exceptions=True)


asyncio.run(main())
