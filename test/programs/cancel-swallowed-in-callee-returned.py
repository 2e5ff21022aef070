# The helper that swallowed has returned; its caller sleeps between rounds.
# cause: cancel-swallowed
# culprit: Collector.run
# kind: task
# innocent: main
import asyncio
import signal


async def scrape(target):
    try:
        await target.wait()
        return True
    except:  #< construct?
        return False


class Collector:
    def __init__(self):
        self.target = asyncio.Event()

    async def run(self):
        while True:
            await scrape(self.target)
            await asyncio.sleep(300)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    collector = asyncio.create_task(Collector().run(), name="collector")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await collector


asyncio.run(main())
