# subprocess.run in a coroutine.
# cause: loop-blocked
# culprit: Backup.dump
# kind: task
# innocent: heartbeat
import asyncio
import signal
import subprocess


class Backup:
    async def dump(self):
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        subprocess.run(["sleep", "600"], check=True)  #< frame construct?


async def heartbeat():
    while True:
        await asyncio.sleep(0.02)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    await Backup().dump()


asyncio.run(main())
