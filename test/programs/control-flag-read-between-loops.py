# As `signal-flag-unread-facade-of-loop`, with a limit: the main line comes round to the flag between two calls.
# cause: none
# outcome: exited | slow
import asyncio
import os
import select
import signal

loop = asyncio.new_event_loop()
source, sink = os.pipe()
stopping = False


def on_sigterm(number, frame):
    global stopping
    stopping = True


async def receive():
    return select.select([source], [], [], 0.1)[0]


signal.signal(signal.SIGTERM, on_sigterm)
print("READY", flush=True)
while not stopping:
    loop.run_until_complete(receive())
loop.close()
