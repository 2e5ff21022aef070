# Daemon threads, idle workers and the logging thread beside a thread that is not a daemon.
# cause: thread-not-daemon
# culprit: Poller.work
# kind: thread
# thread: guilty
# innocent: sample, main, _monitor, _worker
import asyncio
import concurrent.futures
import logging.handlers
import queue
import signal
import threading
import time

POOL = concurrent.futures.ThreadPoolExecutor(2)


def sample():
    while True:
        time.sleep(0.3)


class Poller:
    def work(self):
        while True:
            time.sleep(1.5)  #< frame


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    for number in range(3):
        threading.Thread(target=sample, name="profiler-%d" % number, daemon=True).start()
    logging.handlers.QueueListener(queue.Queue()).start()
    await loop.run_in_executor(POOL, time.sleep, 0.01)
    threading.Thread(target=Poller().work, name="guilty").start()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
