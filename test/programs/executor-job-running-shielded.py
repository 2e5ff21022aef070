# asyncio.to_thread behind a shield: when the wait for it is cancelled, the exit waits for the job.
# cause: executor-job-running
# culprit: job
# kind: thread
# innocent: main
import asyncio
import signal
import threading


def job():
    threading.Event().wait()  #< frame


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    loop.call_later(0.2, lambda: print("READY", flush=True))
    await asyncio.shield(loop.run_in_executor(None, job))


asyncio.run(main())
