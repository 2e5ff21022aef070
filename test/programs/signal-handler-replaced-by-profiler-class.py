# The service's stop is registered first; a debug console registers a bound method for the same signal later.
# cause: signal-handler-replaced
# culprit: DebugConsole.on_signal
# kind: signal-handler
# innocent: main, Service.run, Service.on_term
# joined: no
import asyncio
import signal
import sys


class Service:
    def __init__(self):
        self.stopping = asyncio.Event()

    def on_term(self):
        self.stopping.set()

    async def run(self):
        await self.stopping.wait()


class DebugConsole:
    def __init__(self):
        self.tasks = 0

    def attach(self, loop):
        for number in (signal.SIGUSR1, signal.SIGTERM):
            loop.add_signal_handler(number, self.on_signal, number)  #< construct

    def on_signal(self, number):  #< frame construct
        self.tasks = len(asyncio.all_tasks())
        print("tasks:", self.tasks, file=sys.stderr)


async def main():
    loop = asyncio.get_running_loop()
    service = Service()
    loop.add_signal_handler(signal.SIGTERM, service.on_term)
    DebugConsole().attach(loop)
    loop.call_later(0.1, lambda: print("READY", flush=True))
    await service.run()


asyncio.run(main())
