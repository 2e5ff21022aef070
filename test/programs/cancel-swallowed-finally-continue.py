# `continue` in a finally throws the cancellation away.
# cause: cancel-swallowed
# culprit: refresh
# kind: task
# innocent: main, heartbeat
import asyncio
import signal


async def refresh(events):
    while True:
        try:
            await events.get()  #< frame
        finally:  #< construct
            continue  #< construct


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    refreshing = asyncio.create_task(refresh(asyncio.Queue()), name="refresh")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await refreshing


asyncio.run(main())
