# It computes in bursts, and lets the others have a turn in between: at every look it is in the middle of a step.
# cause: cancel-swallowed
# culprit: Index.build
# kind: task
# innocent: main
# joined: no
import asyncio
import signal


class Index:
    def __init__(self):
        self.pages = 0

    async def build(self):
        while True:
            try:
                self.pages += len(list(map(str, range(100_000))))  #< frame
                await asyncio.sleep(0)  #< frame
            except asyncio.CancelledError:  #< construct
                print("after this page")


async def main():
    index = Index()
    building = asyncio.create_task(index.build())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([building])


asyncio.run(main())
