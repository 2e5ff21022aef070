# A cycle of three: the last member waits for the lock that the first one holds.
# cause: cleanup-deadlock
# culprit: Stage.close
# kind: task
# innocent: main
import asyncio
import signal


class Stage:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.next = None

    async def close(self):
        async with self.next.lock:  #< frame construct?
            print("closed")

    async def run(self):
        async with self.lock:
            try:
                await asyncio.sleep(3600)
            finally:  #< construct?
                await self.close()  #< construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    stages = [Stage(), Stage(), Stage()]
    for number, stage in enumerate(stages):
        stage.next = stages[(number + 1) % 3]
    tasks = [asyncio.create_task(stage.run(), name="stage-%d" % number) for number, stage in enumerate(stages)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
