# `break` in the handler leaves the inner loop only.
# cause: cancel-swallowed
# culprit: Tailer.run
# kind: task
# innocent: main
import asyncio
import signal


class Tailer:
    def __init__(self):
        self.lines = asyncio.Queue()

    async def run(self):
        while True:
            batch = []
            while len(batch) < 100:
                try:
                    batch.append(await self.lines.get())  #< frame
                except asyncio.CancelledError:  #< construct
                    break
            print(len(batch), "lines")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    tailer = asyncio.create_task(Tailer().run(), name="tailer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([tailer])


asyncio.run(main())
