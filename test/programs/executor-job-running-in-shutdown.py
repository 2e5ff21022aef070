# The shutdown gives its last work to a thread, and awaits it.
# cause: executor-job-running
# culprit: Outbox.flush
# kind: thread
# innocent: main, Task-1
# joined: no
import asyncio
import signal
import time


class Outbox:
    def flush(self):
        while True:
            time.sleep(1)  #< frame


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await loop.run_in_executor(None, Outbox().flush)


asyncio.run(main())
