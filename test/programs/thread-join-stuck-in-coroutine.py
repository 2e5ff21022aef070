# A coroutine's finally joins a thread: the loop cannot run meanwhile.
# cause: thread-join-stuck
# culprit: Watcher.work | Watcher.run
# kind: thread | task
# innocent: main
import asyncio
import signal
import threading
import time


class Watcher:
    def __init__(self):
        self.thread = threading.Thread(target=self.work, name="watcher", daemon=True)

    def work(self):
        while True:
            time.sleep(3600)  #< frame

    async def run(self):
        self.thread.start()
        try:
            await asyncio.Event().wait()
        finally:
            self.thread.join()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    watching = asyncio.create_task(Watcher().run(), name="watcher")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await watching


asyncio.run(main())
