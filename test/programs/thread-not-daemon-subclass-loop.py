# A watcher thread of a small library class, started in the constructor, forgotten at the stop.
# cause: thread-not-daemon
# culprit: FileWatcher._watch
# kind: thread
# innocent: main, serve
# uvloop: yes
import asyncio
import os
import signal
import threading


class FileWatcher:
    def __init__(self, path):
        self.path = path
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self):
        while not self._stopped.wait(0.5):  #< frame
            os.stat(self.path)  #< frame

    def close(self):
        self._stopped.set()
        self._thread.join()


async def serve(watcher):
    while True:
        await asyncio.sleep(1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    serving = asyncio.create_task(serve(FileWatcher("/")), name="serve")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await serving


asyncio.run(main())
