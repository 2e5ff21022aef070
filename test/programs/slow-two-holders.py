# One after the other: a short flush in a cleanup, and then a thread that goes on for longer.
# cause: thread-not-daemon
# culprit: index
# kind: thread
# thread: indexer
# innocent: main
# outcome: slow
# grace: 30
# slow: 2
# uvloop: yes
import asyncio
import signal
import threading
import time

stopped = threading.Event()


def index():
    stopped.wait()
    time.sleep(8)  #< frame


async def flush():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(2)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    threading.Thread(target=index, name="indexer").start()
    flushing = asyncio.create_task(flush(), name="flush")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    try:
        await flushing
    finally:
        stopped.set()


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
