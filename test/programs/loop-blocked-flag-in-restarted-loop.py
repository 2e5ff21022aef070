# The service is started anew when its loop has ended, until a flag is set; a task of that loop looks at the flag as well, and gets no turn.
# cause: loop-blocked
# culprit: read
# kind: task
# innocent: serve, supervise
import asyncio
import os
import signal

stopping = False
source, sink = os.pipe()


def on_sigterm(number, frame):
    global stopping
    stopping = True


async def read():
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    os.read(source, 100)  #< frame construct?


async def serve():
    reading = asyncio.create_task(read())
    while not stopping:
        await asyncio.sleep(0.02)
    reading.cancel()


def supervise():
    while not stopping:
        asyncio.run(serve())


signal.signal(signal.SIGTERM, on_sigterm)
supervise()
