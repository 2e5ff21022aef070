# The shutdown shuts a pool down in a thread: the job only waits, and the pool's own job is to blame.
# cause: executor-job-running
# kind: thread
# culprit: Indexer.index
# joined: no
# thread: index_0
import asyncio
import signal
import threading
from concurrent.futures import ThreadPoolExecutor


class Indexer:
    def __init__(self):
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="index")
        self.tokens = threading.Semaphore(0)

    def index(self):
        self.tokens.acquire()  #< frame


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    indexer = Indexer()
    indexer.pool.submit(indexer.index)
    print("READY", flush=True)
    await stop.wait()
    await loop.run_in_executor(None, indexer.pool.shutdown)  #< construct


asyncio.run(main())
