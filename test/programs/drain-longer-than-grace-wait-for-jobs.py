# "Give the jobs a minute": wait_for around a gather of those in flight.
# cause: drain-longer-than-grace
# culprit: Worker.drain
# kind: task
# innocent: Worker.run
# uvloop: yes
import asyncio
import signal


class Worker:
    def __init__(self):
        self.jobs = [asyncio.ensure_future(self.run(n)) for n in range(3)]

    async def run(self, number):
        await asyncio.sleep(3600 + number)

    async def drain(self):
        try:
            await asyncio.wait_for(asyncio.gather(*self.jobs), timeout=60)  #< frame
        except asyncio.TimeoutError:
            print("some jobs were left")


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    worker = Worker()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await worker.drain()


asyncio.run(main())
