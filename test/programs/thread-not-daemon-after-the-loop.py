# PID 1 whose handler did its work and went with the loop: the kernel would drop a second signal, and did not drop the first.
# cause: thread-not-daemon
# culprit: report
# kind: thread
# thread: reporter
# innocent: main
# namespace: pid
import asyncio
import signal
import threading
import time


def report():
    while True:
        time.sleep(1)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    threading.Thread(target=report, name="reporter").start()
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
