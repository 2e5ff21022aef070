# The service joins its thread without a limit when it stops.
# cause: thread-join-stuck
# culprit: Pump.work
# kind: thread
# thread: pump
# innocent: main
import asyncio
import signal
import threading
import time


class Pump:
    def __init__(self):
        self.stopping = False
        self.thread = threading.Thread(target=self.work, name="pump", daemon=True)
        self.thread.start()

    def work(self):
        while not self.stopping:
            time.sleep(3600)  #< frame

    def stop(self):
        self.stopping = True
        self.thread.join()  #< construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


pump = Pump()
try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
finally:
    pump.stop()
