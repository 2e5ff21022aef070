# concurrent.futures.CancelledError is another class since 3.8: catching it catches no task's cancellation.
# cause: none
# innocent: poll
import asyncio
import concurrent.futures
import signal


async def poll(queue):
    while True:
        try:
            await queue.get()
        except concurrent.futures.CancelledError:
            continue


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    poll_task = asyncio.create_task(poll(asyncio.Queue()), name="poll")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
