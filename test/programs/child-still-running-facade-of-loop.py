# A facade without async runs a coroutine, which waits for a command, on a loop of its own; the flag is tested after it.
# cause: child-still-running
# kind: process
# innocent: run
import asyncio
import signal
import subprocess

loop = asyncio.new_event_loop()
stopping = False


def on_sigterm(number, frame):
    global stopping
    stopping = True


async def convert():
    print("READY", flush=True)
    subprocess.run(["sleep", "3600"])  #< frame construct?


def run():
    while not stopping:
        loop.run_until_complete(convert())


signal.signal(signal.SIGTERM, on_sigterm)
run()
