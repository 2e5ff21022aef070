# anyio: a worker of a task group that catches everything; its scope cancels it again and again.
# cause: cancel-swallowed
# culprit: work
# kind: task
# sets: current older
import signal

import anyio


async def work():
    while True:
        try:
            await anyio.sleep(0.2)  #< frame
        except BaseException:  #< frame construct
            pass


async def main():
    async with anyio.create_task_group() as group:
        group.start_soon(work)
        with anyio.open_signal_receiver(signal.SIGTERM) as signals:
            print("READY", flush=True)
            async for _ in signals:
                group.cancel_scope.cancel()
                break


anyio.run(main)
