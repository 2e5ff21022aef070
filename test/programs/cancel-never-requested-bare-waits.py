# The worker waits for either of two bare waits: it is the one to cancel, and not what asyncio.wait has made of them.
# cause: cancel-never-requested
# culprit: Worker.run
# task: worker
# innocent: Queue.get, Event.wait
# joined: no
import asyncio
import signal


class Worker:
    def __init__(self):
        self.queue = asyncio.Queue()
        self.reload = asyncio.Event()

    async def run(self):
        while True:
            waits = [asyncio.ensure_future(one) for one in (self.queue.get(), self.reload.wait())]
            _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)  #< frame
            for one in pending:
                one.cancel()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    task = asyncio.ensure_future(Worker().run())
    task.set_name("worker")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await task


asyncio.run(main())
