# anyio: a synchronous program leaves its blocking portal, which waits for a coroutine that nobody cancels.
# cause: cancel-never-requested
# culprit: listen | main
# sets: current older
import signal

import anyio
from anyio.from_thread import start_blocking_portal


async def listen():
    await anyio.Event().wait()  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: None)
    with start_blocking_portal() as portal:  #< frame
        portal.start_task_soon(listen)
        print("READY", flush=True)
        signal.pause()


main()
