# Each batch has a loop of its own, on which it waits in a synchronous call; the event that the handler sets is looked at after a batch.
# cause: signal-flag-unread
# culprit: work
# kind: thread
# uvloop: yes
# innocent: batch, fetch
import asyncio
import queue
import signal
import threading

stopped = threading.Event()
jobs = queue.Queue()


async def fetch():
    return jobs.get()


async def batch():
    return await asyncio.gather(fetch(), fetch())


def work():
    while True:
        asyncio.run(batch())  #< frame
        if stopped.is_set():
            break


signal.signal(signal.SIGTERM, lambda number, frame: stopped.set())
print("READY", flush=True)
work()
