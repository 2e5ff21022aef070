# The handler starts a shutdown coroutine, and that one raises before it cancels anything.
# cause: signal-handler-failed
# culprit: shutdown | on_sigterm
# kind: signal-handler
# innocent: main, poll
import asyncio
import signal


async def poll():
    while True:
        await asyncio.sleep(1)


async def shutdown(settings):  #< frame construct
    await asyncio.sleep(settings["drain_seconds"])  #< frame construct
    for task in asyncio.all_tasks():
        if task is not asyncio.current_task():
            task.cancel()


def on_sigterm():  #< frame construct
    asyncio.ensure_future(shutdown({"drain": 0}))  #< frame construct


async def main():
    poller = asyncio.create_task(poll(), name="poll")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, on_sigterm)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await poller


asyncio.run(main())
