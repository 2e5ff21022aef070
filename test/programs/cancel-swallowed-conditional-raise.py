# The handler raises only when a flag is set, and nobody sets it.
# cause: cancel-swallowed
# culprit: Agent.run
# kind: task
# innocent: main
import asyncio
import signal


class Agent:
    def __init__(self):
        self.closing = False
        self.commands = asyncio.Queue()

    async def run(self):
        while True:
            try:
                command = await self.commands.get()  #< frame
                print(command)
            except asyncio.CancelledError:  #< construct
                if self.closing:
                    raise
                print("spurious cancellation")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    agent = asyncio.create_task(Agent().run(), name="agent")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await agent


asyncio.run(main())
