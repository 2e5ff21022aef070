# A thread completes the future for which the shutdown waits; nothing wakes the selector, so the shutdown is not run.
# cause: cleanup-stuck
# culprit: main
# kind: task
import asyncio
import signal
import threading


class Bridge:
    def __init__(self, loop):
        self.closed = loop.create_future()
        self.stopping = threading.Event()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        self.stopping.wait()
        threading.Event().wait(0.1)
        self.closed.set_result(None)


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    bridge = Bridge(loop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    bridge.stopping.set()
    await bridge.closed  #< frame


asyncio.run(main())
