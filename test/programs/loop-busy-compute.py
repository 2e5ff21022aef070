# A coroutine computes and never suspends.
# cause: loop-busy
# culprit: index
# kind: task
# innocent: main, heartbeat
# uvloop: yes
import asyncio
import signal


async def index(limit):
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    longest, number = 0, 0
    while number < limit:  #< frame construct?
        number += 1  #< frame construct?
        value, steps = number, 0  #< frame construct?
        while value != 1:  #< frame construct?
            value = value * 3 + 1 if value % 2 else value // 2  #< frame construct?
            steps += 1  #< frame construct?
        longest = max(longest, steps)  #< frame construct?
    return longest


async def heartbeat():
    while True:
        await asyncio.sleep(0.02)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    await asyncio.create_task(index(10 ** 12), name="indexer")


asyncio.run(main())
