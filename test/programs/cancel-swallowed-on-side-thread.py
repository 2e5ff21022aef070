# A thread with a loop of its own is told to stop, and its task swallows that; nobody joins the thread but Python's exit.
# cause: cancel-swallowed
# culprit: guard
# kind: task
# joined: no
import asyncio
import signal
import threading


async def guard(queue):
    while True:
        try:
            await queue.get()  #< frame
        except BaseException:  #< construct
            pass


class Side(threading.Thread):
    def __init__(self):
        super().__init__(name="side")
        self.ready = threading.Event()

    def run(self):
        asyncio.run(self.serve())

    async def serve(self):
        self.loop = asyncio.get_running_loop()
        self.task = asyncio.current_task()
        self.ready.set()
        await guard(asyncio.Queue())

    def stop(self):
        self.loop.call_soon_threadsafe(self.task.cancel)


async def main():
    side = Side()
    side.start()
    side.ready.wait()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    side.stop()


asyncio.run(main())
