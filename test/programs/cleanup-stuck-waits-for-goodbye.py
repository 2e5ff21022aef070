# Each session says goodbye and waits for the peer's answer, which its reader would pass on: the reader takes what comes.
# cause: cleanup-stuck
# culprit: Session.close
# innocent: Session.read, Session.beat
import asyncio
import signal


class Session:
    def __init__(self):
        self.frames = asyncio.Queue()
        self.goodbye = asyncio.get_running_loop().create_future()

    async def beat(self):
        while True:
            await asyncio.sleep(0.3)

    async def read(self):
        while True:
            frame = await self.frames.get()
            if frame == "close":
                self.goodbye.set_result(frame)
                return

    async def run(self):
        beat = asyncio.ensure_future(self.beat())
        reader = asyncio.ensure_future(self.read())
        try:
            await asyncio.wait([reader])
        finally:
            beat.cancel()
            await self.close()

    async def close(self):
        if not self.goodbye.done():
            await self.goodbye  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    task = asyncio.ensure_future(Session().run())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


asyncio.run(main())
