# The shutdown waits for a worker that polls its flag with sleep(0), and nobody sets the flag.
# Both are right: it spins, and nobody cancels it. Looks that meet it between two turns see the second.
# cause: loop-spinning | cancel-never-requested
# culprit: work
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import signal


class State:
    stopping = False


async def work(state):
    while not state.stopping:  #< frame
        await asyncio.sleep(0)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    working = asyncio.create_task(work(State()), name="work")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await working


asyncio.run(main())
