# A chain of stages, each of which says that it is through when the one beside it is: in a ring nobody begins.
# cause: cleanup-deadlock
# culprit: Stage.run
# culprits: all
# kind: task
# innocent: main
import asyncio
import signal


class Stage:
    def __init__(self, inlet, outlet):
        self.inlet, self.outlet = inlet, outlet

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            await self.inlet.wait()  #< frame construct?
            self.outlet.set()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    ends = [asyncio.Event() for _ in range(3)]
    stages = [Stage(inlet, outlet) for inlet, outlet in zip(ends, ends[1:] + ends[:1])]
    tasks = [asyncio.create_task(stage.run()) for stage in stages]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.gather(*tasks)


asyncio.run(main())
