# A comprehension over a generator that never ends, in a helper of the coroutine.
# cause: loop-busy
# culprit: combinations | combinations.<locals>.<genexpr> | combinations.<locals>.<setcomp>
# kind: task
# innocent: main
import asyncio
import itertools
import signal


def combinations():
    return {(a * b) % 97 for a in itertools.count() for b in range(1000)}  #< frame construct?


async def plan():
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    return combinations()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.create_task(plan(), name="plan")


asyncio.run(main())
