# An awaitable object with a generator as __await__, which swallows.
# cause: cancel-swallowed
# culprit: Patient.__await__
# kind: task
# innocent: main
import asyncio
import signal


class Patient:
    def __init__(self, future):
        self.future = future

    def __await__(self):
        while True:
            try:
                return (yield from self.future.wait().__await__())  #< frame
            except BaseException:  #< construct
                pass


async def run(event):
    await Patient(event)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    running = asyncio.create_task(run(asyncio.Event()), name="run")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await running


asyncio.run(main())
