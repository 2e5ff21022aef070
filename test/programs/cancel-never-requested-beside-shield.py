# A request awaits the job behind a shield; the shutdown awaits the job itself, and cancels neither.
# cause: cancel-never-requested
# culprit: index
# kind: task
# task: index
# innocent: main, request
import asyncio
import signal


async def index():
    await asyncio.Event().wait()  #< frame


async def request(job):
    await asyncio.shield(job)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    job = asyncio.create_task(index(), name="index")
    waiting = asyncio.create_task(request(job), name="request")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await job
    await waiting


asyncio.run(main())
