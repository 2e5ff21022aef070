# The shutdown gathers the waits for events of several streams: what gather makes of them has no code of the service's.
# cause: cancel-never-requested
# culprit: Stream.run
# task: stream-1
# innocent: main
import asyncio
import signal


class Stream:
    def __init__(self, credit):
        self.credit = asyncio.Semaphore(credit)
        self.drained = asyncio.Event()
        self.closing = False

    async def run(self):
        try:
            while not self.closing:
                await self.credit.acquire()  #< frame
                await asyncio.sleep(0.05)
        finally:
            self.drained.set()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    streams = [Stream(10_000), Stream(4)]
    tasks = [asyncio.create_task(one.run(), name=f"stream-{number}") for number, one in enumerate(streams)]
    await asyncio.sleep(0.5)
    print("READY", flush=True)
    await stop.wait()
    for stream in streams:
        stream.closing = True
    await asyncio.gather(*(stream.drained.wait() for stream in streams))
    await asyncio.wait(tasks)


asyncio.run(main())
