# A task that is created while the service stops: nobody ever cancels it, and main waits for it.
# cause: cancel-never-requested
# culprit: report
# kind: task
# task: report
# innocent: main, work
# uvloop: yes
import asyncio
import signal


async def report(upstream):
    while not upstream.done():
        await asyncio.sleep(0.05)  #< frame


async def work():
    while True:
        await asyncio.sleep(0.1)


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    working = asyncio.create_task(work(), name="work")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    try:
        await working
    finally:
        last = asyncio.create_task(report(loop.create_future()), name="report")
        await last


asyncio.run(main())
