# One long C call that computes: no Python line is passed while it runs.
# cause: loop-busy
# culprit: Report.total
# kind: task
import asyncio
import signal


class Report:
    def total(self):
        print("READY", flush=True)
        return sum(range(10 ** 14))  #< frame construct?

    async def build(self):
        await asyncio.sleep(0.05)
        return self.total()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await Report().build()


asyncio.run(main())
