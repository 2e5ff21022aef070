# The job is a C function: no frame of the thread is the user's.
# cause: executor-job-running
# kind: thread
# uvloop: yes
import asyncio
import os
import signal


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    reading, _writing = os.pipe()
    loop.call_later(0.2, lambda: print("READY", flush=True))
    await loop.run_in_executor(None, os.read, reading, 1)


asyncio.run(main())
