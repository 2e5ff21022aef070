# wait_for up to 3.11 drops the cancellation; the task goes on to the next wait of its loop, where no wait_for is to be seen.
# cause: cancel-swallowed-by-library
# culprit: Relay.run
# innocent: main
# certainty: likely
# joined: no
# pythons: 3.8-3.10
import asyncio
import signal


class Relay:
    def __init__(self):
        self.incoming = asyncio.Queue()
        self.room = asyncio.Event()

    async def run(self):
        while True:
            message = await asyncio.wait_for(self.incoming.get(), 120)  #< construct?
            print(message)
            await self.room.wait()  #< frame


async def main():
    relay = Relay()
    job = asyncio.ensure_future(relay.run())
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await told.wait()
    relay.incoming.put_nowait("the last one")
    await asyncio.sleep(0)
    job.cancel()
    await asyncio.gather(job, return_exceptions=True)


asyncio.run(main())
