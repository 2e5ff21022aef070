# gather(return_exceptions=True) in a loop: the shutdown cancels the jobs, the supervisor takes that for a failure and restarts.
# cause: cancel-swallowed
# culprit: Supervisor.run
# kind: task
# task: supervisor
# innocent: main, shutdown
# joined: no
import asyncio
import signal


async def job(number):
    await asyncio.sleep(600 + number)


class Supervisor:
    def __init__(self):
        self.jobs = []

    async def run(self):
        while True:
            self.jobs = [asyncio.ensure_future(job(number)) for number in range(3)]
            await asyncio.gather(*self.jobs, return_exceptions=True)  #< frame construct?


async def shutdown(supervisor, supervising):
    for task in supervisor.jobs:
        task.cancel()
    await supervising


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    supervisor = Supervisor()
    supervising = asyncio.create_task(supervisor.run(), name="supervisor")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await shutdown(supervisor, supervising)


asyncio.run(main())
