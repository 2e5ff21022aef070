# The default executor is one of the service's own, whose shutdown looks again and again whether its threads have ended.
# cause: executor-job-running
# culprit: crunch
# kind: thread
# thread: cruncher
# pythons: 3.9+
import asyncio
import signal
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

never = threading.Event()


class NamedThreads(ThreadPoolExecutor):
    def __init__(self):
        super().__init__(1)
        self.started = []

    def submit(self, function, *args):
        future = Future()
        thread = threading.Thread(target=self.work, args=(future, function, args), daemon=True, name="cruncher")
        self.started.append(thread)
        thread.start()
        return future

    def work(self, future, function, args):
        future.set_result(function(*args))

    def shutdown(self, wait=True, **_):
        while any(thread.is_alive() for thread in self.started):
            time.sleep(0.05)


def crunch():
    never.wait()  #< frame


async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(NamedThreads())
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    job = loop.run_in_executor(None, crunch)
    print("READY", flush=True)
    await stop.wait()
    job.cancel()


asyncio.run(main())
