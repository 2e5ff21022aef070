# A client's call with a limit of its own, from before the signal, is no drain: the worker's cleanup is what is stuck.
# cause: cleanup-stuck
# culprit: work
# kind: task
# innocent: fetch
import asyncio
import signal


async def fetch(answer):
    await asyncio.wait_for(answer.wait(), timeout=600)


async def work():
    try:
        await asyncio.Event().wait()
    finally:
        await asyncio.Event().wait()  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    fetching = asyncio.create_task(fetch(asyncio.Event()), name="fetch")
    working = asyncio.create_task(work(), name="work")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    working.cancel()
    await asyncio.wait([working])
    print(fetching)


asyncio.run(main())
