# So many tasks, and one of them swallows its cancellation.
# cause: cancel-swallowed
# culprit: Worker.poll
# kind: task
# task: poller
# innocent: session, main
import asyncio
import signal
import sys

TASKS = int(sys.argv[1])


class Worker:
    def __init__(self):
        self.queue = asyncio.Queue()
        self.failures = 0

    async def poll(self):
        while True:
            try:
                job = await self.queue.get()  #< frame
                job()
            except:  #< construct
                self.failures += 1


async def session(gate):
    await gate.wait()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    gate = asyncio.Event()
    sessions = [asyncio.create_task(session(gate), name="session-%d" % number) for number in range(TASKS)]
    worker = asyncio.create_task(Worker().poll(), name="poller")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await worker
    gate.set()
    await asyncio.gather(*sessions)


asyncio.run(main())
