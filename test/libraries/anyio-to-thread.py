# anyio: a job in a worker thread cannot be cancelled, and the task group waits for it.
# cause: executor-job-running
# culprit: compress
# kind: thread
# sets: current older
import signal
import threading

import anyio
from anyio import to_thread

done = threading.Event()


def compress():
    print("READY", flush=True)
    done.wait()  #< frame


async def main():
    async with anyio.create_task_group() as group:
        group.start_soon(to_thread.run_sync, compress)
        with anyio.open_signal_receiver(signal.SIGTERM) as signals:
            async for _ in signals:
                group.cancel_scope.cancel()
                break


anyio.run(main)
