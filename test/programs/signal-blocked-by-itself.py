# Signals are blocked while the service starts its threads, and the unblocking was forgotten.
# cause: signal-blocked
# kind: process
# innocent: main, flush
import asyncio
import signal
import threading
import time


def flush():
    while True:
        time.sleep(1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
threading.Thread(target=flush, name="flusher", daemon=True).start()
asyncio.run(main())
