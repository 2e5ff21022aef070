# asyncio.wait without return_when waits for every task, although one of them was meant to end it.
# cause: cancel-never-requested
# culprit: relay
# kind: task
# task: relay
# innocent: main
import asyncio
import signal


async def relay(source):
    while True:
        print(await source.get())  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    stopping = asyncio.create_task(stop.wait(), name="stopping")
    relaying = asyncio.create_task(relay(asyncio.Queue()), name="relay")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([stopping, relaying])


asyncio.run(main())
