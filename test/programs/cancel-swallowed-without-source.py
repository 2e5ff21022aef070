# Only bytecode is there: what can swallow is told by the code object itself. (Compiled by the launcher.)
# cause: cancel-swallowed
# culprit: Worker.poll
# kind: task
# start: {python} {launchers}/run-without-source.py {python} {program}
# innocent: main, heartbeat
import asyncio
import signal


class Worker:
    def __init__(self):
        self.queue = asyncio.Queue()

    async def poll(self):
        while True:
            try:
                job = await self.queue.get()  #< frame
                job()
            except:  #< construct?
                pass


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    worker = asyncio.create_task(Worker().poll(), name="poller")
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await worker


asyncio.run(main())
