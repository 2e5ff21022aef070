# aiofiles: a pipe that nobody writes to is opened in a thread; the line that asked for it is named.
# cause: executor-job-running
# culprit: follow
# kind: thread
# innocent: main
# sets: further
import asyncio
import os
import signal
import tempfile

import aiofiles

path = os.path.join(tempfile.mkdtemp(), "events")
os.mkfifo(path)


async def follow():
    async with aiofiles.open(path) as events:  #< frame
        async for line in events:
            print(line)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    task = asyncio.create_task(follow(), name="follower")
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await task


asyncio.run(main())
