# The handler puts a word into a set, and the loop asks a method whether it is there: after a long sleep.
# cause: signal-flag-unread
# culprit: Janitor.run
# kind: task
import asyncio
import signal


class Control:
    def __init__(self):
        self.requests = set()

    def request(self, what):
        self.requests.add(what)

    def wants(self, what):
        return what in self.requests


class Janitor:
    def __init__(self, control):
        self.control = control

    async def sweep(self):
        await asyncio.sleep(0.01)

    async def run(self):
        while not self.control.wants("stop"):
            await self.sweep()
            await asyncio.sleep(300)  #< frame


async def main():
    loop = asyncio.get_running_loop()
    control = Control()
    loop.add_signal_handler(signal.SIGTERM, control.request, "stop")
    loop.call_later(0.2, lambda: print("READY", flush=True))
    await Janitor(control).run()


asyncio.run(main())
