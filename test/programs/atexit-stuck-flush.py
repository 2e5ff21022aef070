# An exporter's atexit callback waits for a flush that never ends.
# cause: atexit-stuck
# culprit: Exporter.flush
# kind: atexit
# innocent: main
import asyncio
import atexit
import signal
import threading


class Exporter:
    def __init__(self):
        self.flushed = threading.Event()
        atexit.register(self.flush)

    def flush(self):
        self.flushed.wait()  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    exporter = Exporter()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()
    print(exporter)


asyncio.run(main())
