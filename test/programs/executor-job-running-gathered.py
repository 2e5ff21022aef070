# The shutdown gathers the future of a job in a thread before it sets the flag that the job looks at.
# cause: executor-job-running
# culprit: Source.poll
# kind: thread
# innocent: work
# joined: no
import asyncio
import signal
import time


class Source:
    def __init__(self):
        self.running = True
        loop = asyncio.get_running_loop()
        self.job = asyncio.ensure_future(loop.run_in_executor(None, self.poll))

    def poll(self):
        while self.running:
            time.sleep(0.1)  #< frame

    async def close(self):
        await asyncio.gather(self.job, return_exceptions=True)
        self.running = False


async def work():
    while True:
        await asyncio.sleep(1)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    source = Source()
    worker = asyncio.ensure_future(work())
    print("READY", flush=True)
    await stop.wait()
    worker.cancel()
    await source.close()


asyncio.run(main())
