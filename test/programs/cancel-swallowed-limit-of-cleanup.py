# The cleanup has a limit, and the flush that it bounds catches the cancellation by which the limit would end it, and tries again.
# cause: cancel-swallowed
# culprit: Sink.flush
# kind: task
# task: pump
# innocent: main
# says: has run out
# joined: no
# pythons: >=3.11
import asyncio
import signal


class Sink:
    def __init__(self):
        self.rows = ["row"]
        self.acknowledged = asyncio.Event()

    async def flush(self):
        while self.rows:
            try:
                await self.acknowledged.wait()  #< frame
                self.rows.pop()
            except BaseException as error:  #< construct
                print("flush failed:", type(error).__name__, flush=True)

    async def pump(self):
        try:
            while True:
                await asyncio.sleep(0.1)
        finally:
            async with asyncio.timeout(0.8):
                await self.flush()


async def main():
    task = asyncio.create_task(Sink().pump(), name="pump")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([task])


asyncio.run(main())
