# An entrypoint script runs Python without `exec`, as PID 1.
# cause: signal-not-forwarded
# kind: process
# namespace: pid
# start: sh {launchers}/entrypoint-without-exec.sh {python} {program}
# innocent: main, consume
import asyncio
import signal


async def consume(queue):
    while True:
        await queue.get()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    consumer = asyncio.create_task(consume(asyncio.Queue()), name="consumer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await consumer


asyncio.run(main())
