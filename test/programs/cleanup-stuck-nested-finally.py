# An async generator's cleanup, inside the cleanup of the task which iterates over it.
# cause: cleanup-stuck
# culprit: Cursor.rows
# kind: task
# task: report
# innocent: main
import asyncio
import signal


class Cursor:
    def __init__(self):
        self.batches = asyncio.Queue()
        self.closed = asyncio.Event()

    async def rows(self):
        try:
            while True:
                yield await self.batches.get()
        finally:  #< construct?
            await self.closed.wait()  #< frame construct?


async def report(cursor):
    async for row in cursor.rows():
        print(row)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    report_task = asyncio.create_task(report(Cursor()), name="report")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
