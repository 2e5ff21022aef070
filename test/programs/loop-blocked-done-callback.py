# The blocking call stands in a task's done callback.
# cause: loop-blocked
# culprit: notify
# kind: loop | task | thread
# innocent: main, job, heartbeat
import asyncio
import signal
import subprocess


async def job():
    await asyncio.sleep(0.05)


def notify(task):
    print("READY", flush=True)
    subprocess.check_output(["sleep", "600"])  #< frame construct?


async def heartbeat():
    while True:
        await asyncio.sleep(0.02)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    working = asyncio.create_task(job(), name="job")
    working.add_done_callback(notify)
    await heartbeat()


asyncio.run(main())
