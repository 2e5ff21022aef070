# The cleanup awaits a job in a thread, and that waits for something of the loop that only the cleanup would do next.
# Both are right: the two wait for each other, and the one that answers for it is the cleanup.
# cause: thread-loop-deadlock | cleanup-stuck
# culprit: Sink.finish | Sink.close
# kind: thread | task
import asyncio
import signal
import threading


class Sink:
    def __init__(self):
        self.released = threading.Event()

    def finish(self):
        self.released.wait()  #< frame

    async def close(self):
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self.finish)  #< frame
        self.released.set()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    sink = Sink()
    try:
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.Event().wait()
    finally:
        await sink.close()


asyncio.run(main())
