# Forked children go on with asyncio's handler of their parent, which does nothing in them: terminate() ends none, and the parent joins
# them on its loop.
# cause: child-still-running
# culprit: crunch
# kind: process
# innocent: ticker
import asyncio
import multiprocessing
import signal
import time


def crunch():
    while True:
        time.sleep(0.2)  #< frame


class Host:
    def __init__(self):
        self.processes = []

    async def ticker(self):
        while True:
            await asyncio.sleep(0.3)

    async def run(self):
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        for number in range(2):
            process = multiprocessing.get_context("fork").Process(target=crunch, name=f"crunch-{number}")
            process.start()
            self.processes.append(process)
        ticking = asyncio.create_task(self.ticker(), name="ticker")
        await asyncio.sleep(0.3)
        print("READY", flush=True)
        await stop.wait()
        ticking.cancel()
        self.stop()

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.join()


asyncio.run(Host().run())
