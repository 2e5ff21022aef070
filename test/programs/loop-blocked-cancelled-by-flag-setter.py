# The handler sets a flag for the main line, and cancels the task that its loop runs, which a synchronous call keeps from being told.
# cause: loop-blocked
# culprit: read
# kind: task
# innocent: supervise
import asyncio
import os
import signal

stopping = False
running = None
source, sink = os.pipe()


def on_sigterm(number, frame):
    global stopping
    stopping = True
    running.cancel()


async def read():
    global running
    running = asyncio.current_task()
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    os.read(source, 100)  #< frame construct?


def supervise():
    while not stopping:
        try:
            asyncio.run(read())
        except asyncio.CancelledError:
            pass


signal.signal(signal.SIGTERM, on_sigterm)
supervise()
