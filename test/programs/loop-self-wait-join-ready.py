# The loop's thread joins a thread that waits to hear from this loop: the callback which would tell it lies in the loop's own queue.
# cause: loop-self-wait
# culprit: Recorder.close
# kind: task
import asyncio
import signal
import threading


class Recorder:
    def __init__(self, loop):
        self.loop = loop
        self.leave = threading.Event()
        self.seen = threading.Event()
        self.thread = threading.Thread(target=self.record, name="recorder", daemon=True)
        self.thread.start()

    def record(self):
        self.leave.wait()
        self.loop.call_soon_threadsafe(self.flushed, 3)
        self.seen.wait()

    def flushed(self, count):
        if count > 0:
            self.seen.set()

    def close(self):
        self.leave.set()
        self.thread.join()  #< frame


async def main():
    loop = asyncio.get_running_loop()
    recorder = Recorder(loop)
    over = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, over.set)
    print("READY", flush=True)
    await over.wait()
    recorder.close()


asyncio.run(main())
