# A second event loop in a thread that nobody stops.
# cause: thread-not-daemon
# culprit: run_background_loop
# kind: thread
# thread: background
# innocent: main, tick
import asyncio
import signal
import threading


async def tick():
    while True:
        await asyncio.sleep(0.1)


def run_background_loop(loop):
    asyncio.set_event_loop(loop)
    loop.run_forever()  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    background = asyncio.new_event_loop()
    threading.Thread(target=run_background_loop, args=(background,), name="background").start()
    asyncio.run_coroutine_threadsafe(tick(), background)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
