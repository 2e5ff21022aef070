# The service runs its loop in a thread; main asks it to stop and joins the thread.
# cause: cancel-swallowed
# culprit: Ingest.read
# kind: task
# task: ingest
# innocent: Ingest.stop, main
import asyncio
import signal
import threading


class Ingest(threading.Thread):
    def __init__(self):
        super().__init__(name="ingest-loop")
        self.loop = asyncio.new_event_loop()
        self.task = None

    async def read(self):
        rows = asyncio.Queue()
        while True:
            try:
                print(await rows.get())  #< frame
            except:  #< construct
                print("row failed")

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.task = self.loop.create_task(self.read(), name="ingest")
        try:
            self.loop.run_until_complete(self.task)
        except asyncio.CancelledError:
            pass

    def stop(self):
        self.loop.call_soon_threadsafe(self.task.cancel)
        self.join()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()


ingest = Ingest()
ingest.start()
asyncio.run(main())
ingest.stop()
