# The job in anyio's thread ends when the task is cancelled; the task goes on and begins the next one.
# cause: cancel-swallowed
# culprit: Watcher.run
# kind: task
# innocent: watch
# sets: current older
import asyncio
import logging
import signal
import threading

import anyio.to_thread


def watch(stopped):
    stopped.wait()


class Watcher:
    async def run(self):
        while True:
            stopped = threading.Event()
            try:
                await anyio.to_thread.run_sync(watch, stopped)  #< frame
            except asyncio.CancelledError:  #< construct
                stopped.set()
                logging.info("the watch was interrupted")


async def main():
    watcher = asyncio.create_task(Watcher().run(), name="watcher")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await stop.wait()
    watcher.cancel()


asyncio.run(main())
