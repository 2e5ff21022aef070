# The helper's handler returns a default; the caller's while condition asks for another.
# cause: cancel-swallowed
# culprit: Thermostat.read
# kind: task
# innocent: main, blink
import asyncio
import signal


class Thermostat:
    def __init__(self):
        self.values = asyncio.Queue()
        self.target = 20

    async def read(self):
        try:
            value = await self.values.get()  #< frame
        except (ValueError, asyncio.CancelledError):  #< construct
            return None
        return float(value)

    async def regulate(self):
        while True:
            value = await self.read()
            if value is not None and value > self.target:
                print("off")


async def blink():
    while True:
        await asyncio.sleep(0.25)


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    tasks = [loop.create_task(Thermostat().regulate()), loop.create_task(blink())]
    loop.call_later(0.1, lambda: print("READY", flush=True))
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print(len(done), len(pending))


asyncio.run(main())
