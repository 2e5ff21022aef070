# anyio: a job in a worker thread, waited for by a group within a group; the host of both is cancelled again and again.
# cause: executor-job-running
# culprit: compress
# kind: thread
# innocent: main
# sets: current older
import signal
import threading

import anyio
from anyio import to_thread

done = threading.Event()


def compress():
    print("READY", flush=True)
    done.wait()  #< frame


async def pack():
    await to_thread.run_sync(compress)


async def serve():
    async with anyio.create_task_group() as inner:
        inner.start_soon(pack)


async def stop_on_signal(scope):
    with anyio.open_signal_receiver(signal.SIGTERM) as signals:
        async for _ in signals:
            scope.cancel()
            return


async def main():
    async with anyio.create_task_group() as group:
        group.start_soon(stop_on_signal, group.cancel_scope)
        await serve()


anyio.run(main)
