# SIGTERM raises SystemExit out of the loop (signal.signal); asyncio.run then cancels everything and waits.
# cause: cancel-swallowed
# culprit: tail
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import signal
import sys


def on_sigterm(number, frame):
    sys.exit(0)


async def tail(lines):
    while True:
        try:
            line = await lines.get()  #< frame
        except asyncio.CancelledError:  #< construct
            line = None
        if line is not None:
            print(line)


async def ticker():
    while True:
        await asyncio.sleep(0.05)


async def main():
    tailing = asyncio.ensure_future(tail(asyncio.Queue()))
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await ticker()


signal.signal(signal.SIGTERM, on_sigterm)
asyncio.run(main())
