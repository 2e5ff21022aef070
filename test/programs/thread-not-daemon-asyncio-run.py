# A thread runs a loop of its own until its coroutine ends, which never does; the thread itself shows a selector.
# cause: thread-not-daemon
# culprit: poll
# thread: poller
# innocent: stop
import asyncio
import signal
import sys
import threading


async def poll():
    while True:
        await asyncio.sleep(3600)  #< frame


def stop(number, frame):
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
threading.Thread(target=lambda: asyncio.run(poll()), name="poller").start()
print("READY", flush=True)
while True:
    signal.pause()
