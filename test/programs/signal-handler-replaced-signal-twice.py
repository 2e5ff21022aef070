# A profiler's signal.signal takes the place of the service's, and does not call what it found.
# cause: signal-handler-replaced
# culprit: dump_profile
# kind: signal-handler
# innocent: main, Worker.stop, Worker.run
import asyncio
import signal
import sys


class Worker:
    def __init__(self):
        self.task = None

    def stop(self, number, frame):
        self.task.cancel()

    async def run(self):
        self.task = asyncio.current_task()
        while True:
            await asyncio.sleep(0.5)


def dump_profile(number, frame):  #< frame construct
    print("profile written", file=sys.stderr)


async def main():
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    running = asyncio.create_task(worker.run(), name="worker")
    signal.signal(signal.SIGTERM, dump_profile)  #< construct
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await running


asyncio.run(main())
