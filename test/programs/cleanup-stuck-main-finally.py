# main is the culprit: its own finally waits on a condition.
# cause: cleanup-stuck
# culprit: App.close
# kind: task
# innocent: App.beat
import asyncio
import signal


class App:
    def __init__(self):
        self.sessions = 3
        self.changed = asyncio.Condition()

    async def beat(self):
        while True:
            await asyncio.sleep(0.2)

    async def close(self):
        async with self.changed:
            await self.changed.wait_for(lambda: self.sessions == 0)  #< frame construct?

    async def main(self):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
        beating = asyncio.create_task(self.beat(), name="beat")
        try:
            await asyncio.sleep(0.1)
            print("READY", flush=True)
            await beating
        finally:  #< construct?
            await self.close()  #< construct?


async def start():
    await App().main()


asyncio.run(start())
