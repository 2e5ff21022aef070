# time.sleep in a coroutine.
# cause: loop-blocked
# culprit: Poller.backoff
# kind: task
# task: poller
# innocent: heartbeat, main
# uvloop: yes
import asyncio
import signal
import time


class Poller:
    async def run(self):
        while True:
            await asyncio.sleep(0.05)
            self.backoff()

    def backoff(self):
        print("READY", flush=True)
        time.sleep(3600)  #< frame construct?


async def heartbeat():
    while True:
        await asyncio.sleep(0.02)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    beat = asyncio.create_task(heartbeat(), name="heartbeat")
    await asyncio.gather(beat, asyncio.create_task(Poller().run(), name="poller"))


asyncio.run(main())
