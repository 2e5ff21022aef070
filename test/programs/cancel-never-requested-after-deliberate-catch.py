# main catches its cancellation on purpose and then does its shutdown, which waits for a worker that nobody told.
# cause: cancel-never-requested
# culprit: Worker.run
# innocent: App.run, main
# joined: no
import asyncio
import signal


class Worker:
    def __init__(self):
        self.queue = asyncio.Queue()
        self.stopping = False

    async def run(self):
        while not self.stopping:
            await self.queue.get()  #< frame


class App:
    async def run(self):
        worker = Worker()
        task = asyncio.ensure_future(worker.run())
        print("READY", flush=True)
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            pass
        worker.stopping = True
        await asyncio.gather(task)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await App().run()


asyncio.run(main())
