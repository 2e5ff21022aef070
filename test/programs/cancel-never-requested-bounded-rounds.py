# The shutdown waits in rounds of a second, for ever: no limit at all.
# cause: cancel-never-requested
# culprit: work
# kind: task
# innocent: main
import asyncio
import signal


async def work(queue):
    while True:
        print(await queue.get())  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    working = asyncio.create_task(work(asyncio.Queue()), name="work")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    pending = {working}
    while pending:
        _done, pending = await asyncio.wait(pending, timeout=5)
        print("still waiting for", len(pending))


asyncio.run(main())
