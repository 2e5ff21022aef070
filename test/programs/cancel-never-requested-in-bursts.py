# A long calculation that gives way after each row: it pauses, and would end, but nobody has cancelled it.
# The pace of its rows tells how long it would take.
# cause: cancel-never-requested | drain-longer-than-grace
# culprit: Matrix.fill
# kind: task
# innocent: main
# joined: no
import asyncio
import signal


class Matrix:
    def __init__(self):
        self.rows = []

    async def fill(self):
        for row in range(1_000_000):
            self.rows.append(len(list(map(row.__mul__, range(60_000)))))  #< frame
            await asyncio.sleep(0.001)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    filling = asyncio.create_task(Matrix().fill())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await filling


asyncio.run(main())
