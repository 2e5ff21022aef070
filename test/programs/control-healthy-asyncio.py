# A healthy service: everything is cancelled and ends.
# cause: none
# uvloop: yes
import asyncio
import signal


async def poll(queue):
    while True:
        await queue.get()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    tasks = [asyncio.create_task(poll(asyncio.Queue()), name="poll-%d" % number) for number in range(5)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
