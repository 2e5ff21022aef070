# The handler cancels the main task, which ends; the code around asyncio.run takes that for a lost session, and begins anew.
# cause: cancel-swallowed
# culprit: supervise
# kind: thread
# innocent: session
# joined: no
import asyncio
import signal


async def session():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    print("READY", flush=True)
    await asyncio.Event().wait()


def supervise():
    while True:
        try:
            asyncio.run(session())  #< frame
        except (asyncio.CancelledError, ConnectionError) as error:  #< construct
            print("the session has ended", repr(error), flush=True)


supervise()
