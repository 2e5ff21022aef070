# The cleanup of a cancelled task lets a thread of the pool wait for its tool, which keeps the signal.
# cause: child-still-running
# culprit: Encoder.close
# kind: process
# innocent: asyncio_0 | main
import asyncio
import signal
import subprocess

TOOL = "trap 'echo finishing' TERM; echo up; while :; do sleep 0.2; done"


class Encoder:
    def __init__(self):
        self.tool = subprocess.Popen(["sh", "-c", TOOL], stdout=subprocess.PIPE)
        self.tool.stdout.readline()

    async def close(self):
        self.tool.terminate()
        await asyncio.get_running_loop().run_in_executor(None, self.tool.wait)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    encoder = Encoder()
    print("READY", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await encoder.close()


asyncio.run(main())
