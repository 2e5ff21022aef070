# asyncio.wait hides who waits for whom: main waits for its workers, one of which swallows.
# cause: cancel-swallowed
# culprit: flaky
# kind: task
# innocent: main, steady, stop_all
import asyncio
import signal


async def steady():
    while True:
        await asyncio.sleep(0.1)


async def flaky(signals):
    while True:
        try:
            print(await signals.get())  #< frame
        except (ValueError, BaseException):  #< construct
            pass


async def stop_all(tasks):
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    tasks = [asyncio.ensure_future(steady()), asyncio.ensure_future(flaky(asyncio.Queue()))]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await stop_all(tasks)


asyncio.run(main())
