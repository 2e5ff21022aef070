# A child that a coroutine has forked goes on with asyncio's handler, and with the wake-up pipe of its parent's loop.
# cause: child-still-running
# culprit: count | Service.close
# kind: process
# says: set_wakeup_fd
# innocent: main
import asyncio
import os
import signal
import time


def count():
    number = 0
    while True:
        number += 1
        time.sleep(0.3)  #< frame


class Service:
    def start_worker(self):
        self.worker = os.fork()
        if self.worker == 0:
            count()
            os._exit(0)

    def close(self):
        os.kill(self.worker, signal.SIGTERM)
        os.waitpid(self.worker, 0)  #< construct?

    async def main(self):
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        self.start_worker()
        print("READY", flush=True)
        try:
            await stop.wait()
        finally:
            self.close()


asyncio.run(Service().main())
