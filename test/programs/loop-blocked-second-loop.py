# Two loops in two threads; the one in the worker thread is blocked, and the main thread waits for it.
# cause: loop-blocked
# culprit: ingest
# kind: task
# innocent: main, serve
import asyncio
import signal
import threading
import time


async def ingest():
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    time.sleep(3600)  #< frame construct?


class IngestThread(threading.Thread):
    def __init__(self):
        super().__init__(name="ingest")
        self.loop = asyncio.new_event_loop()
        self.work = None

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.work = self.loop.create_task(ingest())
        try:
            self.loop.run_until_complete(self.work)
        except asyncio.CancelledError:
            pass

    def stop(self):
        self.loop.call_soon_threadsafe(self.work.cancel)
        self.join()


async def serve(stop):
    await stop.wait()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await serve(stop)


thread = IngestThread()
thread.start()
asyncio.run(main())
thread.stop()
