# time.sleep on the loop, but the handler of signal.signal raises out of it.
# cause: none
# innocent: poll
import asyncio
import signal
import sys
import time


def on_sigterm(number, frame):
    sys.exit(0)


async def poll():
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    time.sleep(3600)


async def main():
    await asyncio.create_task(poll(), name="poll")


signal.signal(signal.SIGTERM, on_sigterm)
asyncio.run(main())
