# SIGTERM is blocked in the main thread only: the kernel gives it to another thread.
# cause: none
# innocent: helper, main
import asyncio
import signal
import threading
import time


def helper():
    while True:
        time.sleep(0.5)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


threading.Thread(target=helper, name="helper", daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
