# A timeout around the wait, and CancelledError treated like a timeout.
# cause: cancel-swallowed
# culprit: drain_queue
# kind: task
# innocent: main, heartbeat
# uvloop: yes
import asyncio
import signal


async def drain_queue(queue):
    while True:
        try:
            item = await asyncio.wait_for(queue.get(), timeout=60)  #< frame
            print(item)
        except (asyncio.TimeoutError, asyncio.CancelledError):  #< construct
            continue


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    draining = asyncio.create_task(drain_queue(asyncio.Queue()), name="drain-queue")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await draining


asyncio.run(main())
