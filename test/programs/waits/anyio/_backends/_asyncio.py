"""Stands where anyio's own file would, with the names and attributes by which Straggler knows it; not anyio's code."""
import asyncio
import collections
import queue
import threading


class Lock:
    __slots__ = ("_owner_task", "_waiters")

    def __init__(self):
        self._owner_task = None
        self._waiters = collections.deque()

    async def acquire(self):
        task = asyncio.current_task()
        if self._owner_task is None:
            self._owner_task = task
            return
        future = asyncio.get_running_loop().create_future()
        self._waiters.append((task, future))
        await future

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *exc):
        self._owner_task = None


class CapacityLimiter:
    def __init__(self, total):
        self._borrowers = set()
        self._total_tokens = total

    async def acquire_on_behalf_of(self, borrower):
        if len(self._borrowers) < self._total_tokens:
            self._borrowers.add(borrower)
        else:
            await asyncio.Event().wait()


class WorkerThread(threading.Thread):
    def __init__(self):
        super().__init__(name="AnyIO worker thread", daemon=True)
        self.queue = queue.Queue(2)
        self.workers = set()

    def run(self):
        while True:
            func, future = self.queue.get()
            func()


async def run_sync_in_worker_thread(func):
    future = asyncio.get_running_loop().create_future()
    worker = WorkerThread()
    worker.start()
    worker.queue.put_nowait((func, future))
    return await future
