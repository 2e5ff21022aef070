# The job is a method of the standard library, that was submitted as it is: no frame of the service's is on its thread.
# cause: executor-job-running
# culprit: Queue.get
# kind: thread
# says: Queue.get at queue.py
import asyncio
import concurrent.futures
import queue
import signal

inbox = queue.Queue()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    pool = concurrent.futures.ThreadPoolExecutor(2, thread_name_prefix="inbox")
    pool.submit(inbox.get)
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
