# taskiq: a job of a worker that does not end; the process manager, which joins the worker, is not to blame. (Up to 3.10 no
# counter of cancel requests tells that a task of a child that was not seen before was not asked: child-still-running it is.)
# cause: cancel-never-requested
# culprit: reindex
# kind: task
# grace: 4
# pythons: 3.11+
# uvloop: chosen
# sets: further
import asyncio
import os
import sys

from taskiq import AsyncBroker, TaskiqEvents
from taskiq.cli.worker.cmd import WorkerCMD


class Memory(AsyncBroker):
    async def startup(self):
        await super().startup()
        self.queue = asyncio.Queue()

    async def kick(self, message):
        await self.queue.put(message.message)

    async def listen(self):
        while True:
            yield await self.queue.get()


broker = Memory()


@broker.task
async def reindex():
    print("READY", flush=True)
    await asyncio.Event().wait()  #< frame


async def kick(state):
    asyncio.get_running_loop().call_later(0.3, lambda: asyncio.ensure_future(reindex.kiq()))


broker.add_event_handler(TaskiqEvents.WORKER_STARTUP, kick)


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    WorkerCMD().exec(["taskiq-job-endless:broker", "--workers", "1", "--log-level", "ERROR"])
