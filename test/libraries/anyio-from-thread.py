# anyio: a worker thread runs a coroutine on the loop, which never ends; the shutdown waits for the thread.
# Both are right: the shutdown waits for the job, and the job for a coroutine that nobody cancels.
# cause: cancel-never-requested | executor-job-running
# culprit: answer | ask
# sets: current older
import asyncio
import signal

from anyio import from_thread, to_thread


async def answer():
    await asyncio.Event().wait()  #< frame


def ask():
    from_thread.run(answer)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    asker = asyncio.create_task(to_thread.run_sync(ask), name="asker")
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await stop.wait()
    await asker


asyncio.run(main())
