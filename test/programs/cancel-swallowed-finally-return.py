# `return` in a finally throws the cancellation away; the caller's loop goes on.
# cause: cancel-swallowed
# culprit: Reader.read_batch
# kind: task
# innocent: main
import asyncio
import signal


class Reader:
    def __init__(self):
        self.rows = asyncio.Queue()

    async def read_batch(self):
        batch = []
        try:
            while len(batch) < 10:
                batch.append(await self.rows.get())  #< frame
        finally:  #< construct
            return batch  #< construct

    async def run(self):
        while True:
            print(await self.read_batch())


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    reader = asyncio.create_task(Reader().run(), name="reader")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await reader


asyncio.run(main())
