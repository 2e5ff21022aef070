# A service that takes its orders from standard input, as Model Context Protocol servers do: the job is a method of C.
# cause: executor-job-running
# culprit: Orders.read
# kind: thread
# sets: current older
import os
import signal
import sys

import anyio

reading, kept_open = os.pipe()
os.dup2(reading, 0)


class Orders:
    async def read(self):
        async for order in anyio.wrap_file(sys.stdin):  #< frame
            print(order, flush=True)


async def main():
    async with anyio.create_task_group() as group:

        async def stop():
            with anyio.open_signal_receiver(signal.SIGTERM) as signals:
                async for _ in signals:
                    group.cancel_scope.cancel()
                    return

        group.start_soon(stop)
        group.start_soon(Orders().read)
        await anyio.sleep(0.3)
        print("READY", flush=True)


anyio.run(main)
