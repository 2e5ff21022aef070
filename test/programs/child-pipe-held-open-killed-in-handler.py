# The handler kills the tool; what the tool had started holds its output open.
# cause: child-pipe-held-open
# culprit: Tool.run
# innocent: stop
import asyncio
import signal


class Tool:
    async def run(self):
        self.process = await asyncio.create_subprocess_shell(
            "sleep 30 & exec sleep 30", stdout=asyncio.subprocess.PIPE
        )
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        return await self.process.communicate()  #< frame


async def main():
    tool = Tool()

    def stop():
        tool.process.kill()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    await tool.run()


asyncio.run(main())
