# The shutdown waits for several children by gather, which makes a task of each wait; one of them ignores the signal.
# cause: child-still-running
# kind: process
# says: child-still-running-gathered.py:20
import asyncio
import signal

IGNORES = "trap '' TERM; echo up; while :; do sleep 1; done"
OBEYS = "echo up; exec sleep 100"


class Supervisor:
    def __init__(self, children):
        self.children = children

    async def stop(self):
        for child in self.children:
            child.terminate()
        if self.children:
            await asyncio.gather(*(child.wait() for child in self.children))


async def start(command):
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec("sh", "-c", command, stdout=pipe)
    await child.stdout.readline()
    return child


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    supervisor = Supervisor([await start(IGNORES), await start(OBEYS)])
    print("READY", flush=True)
    await stop.wait()
    await supervisor.stop()


asyncio.run(main())
