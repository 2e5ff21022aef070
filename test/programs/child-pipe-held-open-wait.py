# The tool has ended, but the daemon that it started has its stdout: from 3.11 to 3.13 wait() waits for that too.
# cause: child-pipe-held-open
# culprit: Tool.stop
# kind: process
# pythons: 3.11-3.13
import asyncio
import signal


class Tool:
    async def start(self):
        self.process = await asyncio.create_subprocess_shell(
            "trap 'exit 0' TERM; sleep 600 & wait", stdout=asyncio.subprocess.PIPE
        )

    async def stop(self):
        self.process.terminate()
        await self.process.wait()  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    tool = Tool()
    await tool.start()
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await stop.wait()
    await tool.stop()


asyncio.run(main())
