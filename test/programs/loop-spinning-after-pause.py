# It pauses once, before its loop; the loop itself polls without a pause for what nobody ends.
# cause: loop-spinning | cancel-never-requested
# culprit: Watcher.settled | upload | main
# kind: task
# grace: 4
import asyncio
import signal


async def upload():
    await asyncio.sleep(3600)  #< frame


class Watcher:
    def __init__(self):
        self.uploads = set()

    async def settled(self):
        await asyncio.sleep(0.001)
        while self.uploads:
            _, self.uploads = await asyncio.wait(self.uploads, timeout=0)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    watcher = Watcher()
    watcher.uploads.add(asyncio.create_task(upload()))
    print("READY", flush=True)
    await stop.wait()
    await watcher.settled()  #< frame


asyncio.run(main())
