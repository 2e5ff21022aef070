# An operator's prompt inside the service: input() on the loop's thread.
# cause: loop-blocked
# culprit: console
# kind: task
# innocent: main, serve
import asyncio
import os
import signal
import sys


async def serve():
    while True:
        await asyncio.sleep(0.05)


async def console():
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    while True:
        command = input()  #< frame construct?
        if command == "quit":
            return


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.gather(serve(), console())


terminal, _keyboard = os.pipe()
sys.stdin = os.fdopen(terminal)
asyncio.run(main())
