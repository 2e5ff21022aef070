# Beside the guilty task: idle executor workers, daemon threads, a log listener thread, clean tasks.
# cause: cancel-swallowed
# culprit: Dispatcher.run
# kind: task
# innocent: main, tick, _worker, _monitor, housekeeping
# uvloop: yes
import asyncio
import logging.handlers
import queue
import signal
import threading
import time


def housekeeping():
    while True:
        time.sleep(0.5)


async def tick():
    while True:
        await asyncio.sleep(0.05)


class Dispatcher:
    def __init__(self):
        self.calls = asyncio.Queue()

    async def run(self):
        while True:
            try:
                await self.calls.get()  #< frame
            except asyncio.CancelledError:  #< construct
                logging.getLogger().debug("cancelled")


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    threading.Thread(target=housekeeping, name="housekeeping", daemon=True).start()
    logging.handlers.QueueListener(queue.Queue()).start()
    await asyncio.gather(*(loop.run_in_executor(None, time.sleep, 0.01) for _ in range(4)))
    dispatching = asyncio.create_task(Dispatcher().run(), name="dispatcher")
    tick_task = asyncio.create_task(tick(), name="tick")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await dispatching


asyncio.run(main())
