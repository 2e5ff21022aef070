# A bare except in the worker's loop.
# cause: cancel-swallowed
# culprit: Worker.poll
# kind: task
# task: poller
# innocent: heartbeat, main
# uvloop: yes
import asyncio
import signal


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


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    worker = asyncio.create_task(Worker().poll(), name="poller")
    beat = asyncio.create_task(heartbeat(), name="heartbeat")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.gather(worker, beat)


asyncio.run(main())
