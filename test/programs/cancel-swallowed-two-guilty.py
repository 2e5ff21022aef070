# Two different tasks swallow, each in its own way.
# cause: cancel-swallowed
# culprit: poll | listen
# culprits: all
# kind: task
# innocent: main, heartbeat
import asyncio
import contextlib
import signal


async def poll(queue):
    while True:
        try:
            print(await queue.get())  #< frame
        except:  #< construct
            pass


async def listen(event):
    while True:
        with contextlib.suppress(asyncio.CancelledError):  #< construct
            await event.wait()  #< frame


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    tasks = [asyncio.ensure_future(work) for work in (poll(asyncio.Queue()), listen(asyncio.Event()), heartbeat())]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.gather(*tasks)


asyncio.run(main())
