# The main line runs the loop for a moment at a time, and looks at the flag in between; a task of that loop makes a synchronous call.
# cause: loop-blocked
# culprit: read
# kind: task
# innocent: work
import asyncio
import os
import signal

loop = asyncio.new_event_loop()
source, sink = os.pipe()
stopping = False


def on_sigterm(number, frame):
    global stopping
    stopping = True


async def read():
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    os.read(source, 100)  #< frame construct?


def work():
    reading = loop.create_task(read())
    while not stopping:
        loop.run_until_complete(asyncio.sleep(0.1))
    reading.cancel()


signal.signal(signal.SIGTERM, on_sigterm)
work()
