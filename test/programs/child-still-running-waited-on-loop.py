# On its way out the main task waits for a child in a call that holds the loop; the child ignores the signal.
# cause: child-still-running
# kind: process
# says: ignores SIGTERM
# joined: no
import asyncio
import signal
import subprocess


async def main():
    stop = asyncio.Event()
    child = subprocess.Popen(["sh", "-c", "trap '' TERM; echo up; while :; do sleep 1; done"], stdout=subprocess.PIPE)
    child.stdout.readline()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("READY", flush=True)
    await stop.wait()
    child.terminate()
    child.wait()


asyncio.run(main())
