# The shutdown polls the set of its jobs, which a job leaves in its done-callback.
# cause: cancel-never-requested
# culprit: Jobs.run
# kind: task
# innocent: main, Jobs.drain
import asyncio
import signal


class Jobs:
    def __init__(self):
        self.running = set()

    def start(self, item):
        job = asyncio.ensure_future(self.run(item))
        self.running.add(job)
        job.add_done_callback(lambda done: self.running.discard(done))

    async def run(self, item):
        await item.wait()  #< frame

    async def drain(self):
        while self.running:
            await asyncio.sleep(0.1)


async def idle():
    await asyncio.Event().wait()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    jobs = Jobs()
    jobs.start(asyncio.Event())
    bystander = asyncio.create_task(idle(), name="bystander")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await jobs.drain()
    print(bystander)


asyncio.run(main())
