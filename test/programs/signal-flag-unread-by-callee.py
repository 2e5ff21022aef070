# The handler calls a method that stores the new state, a member of an enum; the loop that looks at it waits for a job.
# cause: signal-flag-unread
# culprit: Runner.run
# kind: task
import asyncio
import enum
import signal


class State(enum.Enum):
    RUNNING = 1
    STOPPING = 2


class Runner:
    def __init__(self):
        self.state = State.RUNNING
        self.jobs = asyncio.Queue()

    def transition(self, to):
        print("from", self.state, "to", to, flush=True)
        self.state = to

    def on_signal(self, signum, frame):
        self.transition(State.STOPPING)

    async def run(self):
        while self.state is State.RUNNING:
            job = await self.jobs.get()  #< frame
            await job


async def main():
    runner = Runner()
    signal.signal(signal.SIGTERM, runner.on_signal)
    asyncio.get_running_loop().call_later(0.2, lambda: print("READY", flush=True))
    await runner.run()


asyncio.run(main())
