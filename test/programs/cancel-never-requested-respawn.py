# Each task obeys, but its done callback starts another; the shutdown waits until none is left.
# cause: cancel-never-requested
# culprit: Supervisor.work
# kind: task
# innocent: main, Supervisor.close
import asyncio
import signal


class Supervisor:
    def __init__(self):
        self.tasks = set()

    def spawn(self):
        task = asyncio.ensure_future(self.work())
        self.tasks.add(task)
        task.add_done_callback(self.ended)

    def ended(self, task):  #< construct?
        self.tasks.discard(task)
        self.spawn()  #< construct?

    async def work(self):
        await asyncio.sleep(3600)  #< frame

    async def close(self):
        for task in list(self.tasks):
            task.cancel()
        while self.tasks:
            await asyncio.wait(self.tasks)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    supervisor = Supervisor()
    for _ in range(3):
        supervisor.spawn()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await supervisor.close()


asyncio.run(main())
