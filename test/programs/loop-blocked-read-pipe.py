# os.read of a pipe into which nobody writes: a C call without any lock.
# cause: loop-blocked
# culprit: follow
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import os
import signal


async def follow(descriptor):
    while True:
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        line = os.read(descriptor, 4096)  #< frame construct?
        print(line)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    reading, _writing = os.pipe()
    follower = asyncio.create_task(follow(reading), name="follower")
    await asyncio.wait([follower])


asyncio.run(main())
