# Two tasks await each other in their cleanup.
# cause: cleanup-deadlock
# culprit: Peer.run
# kind: task
# innocent: main, heartbeat
# uvloop: yes
import asyncio
import signal


class Peer:
    def __init__(self):
        self.other = None

    async def run(self):
        try:
            await asyncio.Event().wait()
        finally:  #< construct?
            await self.other  #< frame construct?


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    left, right = Peer(), Peer()
    left.other = asyncio.create_task(right.run(), name="right")
    right.other = asyncio.create_task(left.run(), name="left")
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
