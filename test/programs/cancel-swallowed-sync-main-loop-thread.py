# A synchronous program with a loop in a background thread; the main thread sleeps and joins on SIGTERM.
# cause: cancel-swallowed
# culprit: watch_prices
# kind: task
# innocent: main, heartbeat, background
import asyncio
import signal
import threading


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def watch_prices():
    prices = asyncio.Queue()
    while True:
        try:
            print(await asyncio.wait_for(prices.get(), 120))  #< frame
        except BaseException:  #< construct
            await asyncio.sleep(0.01)


async def background(started):
    tasks = [asyncio.ensure_future(heartbeat()), asyncio.ensure_future(watch_prices())]
    await asyncio.sleep(0.1)
    started.set()
    try:
        await asyncio.Event().wait()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def main():
    loop = asyncio.new_event_loop()
    started = threading.Event()
    stop = threading.Event()
    running = []

    def run():
        asyncio.set_event_loop(loop)
        running.append(loop.create_task(background(started), name="background"))
        try:
            loop.run_until_complete(running[0])
        except asyncio.CancelledError:
            pass

    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    thread = threading.Thread(target=run, name="background")
    thread.start()
    started.wait()
    print("READY", flush=True)
    stop.wait()
    loop.call_soon_threadsafe(running[0].cancel)
    thread.join()


main()
