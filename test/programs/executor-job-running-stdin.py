# to_thread(sys.stdin.readline): the prompt of a command line tool that is a service too.
# cause: executor-job-running
# kind: thread
# innocent: main
# pythons: 3.9+
import asyncio
import os
import signal
import sys


async def prompt():
    while True:
        print(await asyncio.to_thread(sys.stdin.readline))


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    prompting = asyncio.create_task(prompt(), name="prompt")
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await prompting


terminal, _keyboard = os.pipe()
sys.stdin = os.fdopen(terminal)
asyncio.run(main())
