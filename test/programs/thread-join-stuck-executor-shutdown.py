# executor.shutdown(wait=True) in the service's own stop code, after the loop has ended.
# Whoever joins the pool, its job is what goes on.
# cause: executor-job-running
# culprit: Archive.pack
# kind: thread
# innocent: main, _worker
import asyncio
import concurrent.futures
import signal
import threading


class Archive:
    def __init__(self):
        self.pool = concurrent.futures.ThreadPoolExecutor(2)
        self.tape_ready = threading.Event()

    def pack(self):
        self.tape_ready.wait()  #< frame

    def close(self):
        self.pool.shutdown(wait=True)


async def main(archive):
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    packing = loop.run_in_executor(archive.pool, archive.pack)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    packing.cancel()


archive = Archive()
asyncio.run(main(archive))
archive.close()
