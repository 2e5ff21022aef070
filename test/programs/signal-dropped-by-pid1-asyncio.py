# An asyncio poller as the first process of its container, without any handler.
# cause: signal-dropped-by-pid1
# kind: process
# namespace: pid
# innocent: poll, main
import asyncio


async def poll(interval):
    while True:
        await asyncio.sleep(interval)


async def main():
    poller = asyncio.create_task(poll(5), name="poller")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await poller


asyncio.run(main())
