# asyncio.wait's waiter is a plain future: main, which waits so for a stuck cleanup, is innocent.
# cause: cleanup-stuck
# culprit: Session.close
# kind: task
# task: session-1
# innocent: main
import asyncio
import signal


class Session:
    def __init__(self, healthy):
        self.healthy = healthy
        self.ended = asyncio.Event()

    async def close(self):
        if not self.healthy:
            await self.ended.wait()  #< frame construct?

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            await self.close()  #< construct?


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sessions = [asyncio.create_task(Session(n != 1).run(), name="session-%d" % n) for n in range(3)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for session in sessions:
        session.cancel()
    await asyncio.wait(sessions)


asyncio.run(main())
