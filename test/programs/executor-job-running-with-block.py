# `with ThreadPoolExecutor` in a coroutine: on cancellation leaving it waits for the job, on the loop's thread.
# cause: executor-job-running
# culprit: parse
# kind: thread
# innocent: _worker
import asyncio
import concurrent.futures
import signal
import threading


def parse(path, gate):
    gate.wait()  #< frame
    return path


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    loop.call_later(0.2, lambda: print("READY", flush=True))
    with concurrent.futures.ThreadPoolExecutor(4, thread_name_prefix="parser") as pool:
        await loop.run_in_executor(pool, parse, "a.csv", threading.Event())


asyncio.run(main())
