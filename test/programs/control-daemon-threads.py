# Daemon threads in the middle of things hold nothing up.
# cause: none
# innocent: sample, read
import asyncio
import os
import signal
import threading
import time


def sample():
    while True:
        time.sleep(3600)


def read(descriptor):
    os.read(descriptor, 1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    reading, _writing = os.pipe()
    threading.Thread(target=sample, name="profiler", daemon=True).start()
    threading.Thread(target=read, args=(reading,), name="reader", daemon=True).start()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
