# The main line looks at a flag between two calls that have a limit; the synchronous call within keeps the loop from the limit.
# cause: loop-blocked
# culprit: receive
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


async def receive():
    return os.read(source, 100)  #< frame construct?


def work():
    print("READY", flush=True)
    while not stopping:
        try:
            loop.run_until_complete(asyncio.wait_for(receive(), 0.5))
        except asyncio.TimeoutError:
            pass


signal.signal(signal.SIGTERM, on_sigterm)
work()
