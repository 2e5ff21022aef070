# The same mask in a service that hangs for another reason: a stuck cleanup.
# cause: cleanup-stuck
# culprit: lease
# kind: task
# innocent: helper, main
import asyncio
import signal
import threading
import time


def helper():
    while True:
        time.sleep(0.5)


async def lease(released):
    try:
        await asyncio.sleep(3600)
    finally:  #< construct?
        await released.wait()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    lease_task = asyncio.create_task(lease(asyncio.Event()), name="lease")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


threading.Thread(target=helper, name="helper", daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
asyncio.run(main())
