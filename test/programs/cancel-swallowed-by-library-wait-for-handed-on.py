# The handler has the last record taken first, and hands the cancelling to the loop: it arrives just when wait_for has got it.
# cause: cancel-swallowed-by-library
# culprit: Recorder.take
# kind: task
# innocent: main
# joined: no
# pythons: 3.8-3.11
import asyncio
import signal


class Recorder:
    def __init__(self):
        self.records = asyncio.Queue()

    async def take(self):
        return await asyncio.wait_for(self.records.get(), 900)  #< frame construct?

    async def run(self):
        while True:
            print(await self.take())


async def main():
    loop = asyncio.get_running_loop()
    recorder = Recorder()
    recording = asyncio.ensure_future(recorder.run())

    def finish():
        recorder.records.put_nowait("last")
        loop.call_soon(lambda: loop.call_soon(lambda: recording.cancel()))

    loop.add_signal_handler(signal.SIGTERM, finish)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await recording


asyncio.run(main())
