# arq: a job that catches everything; the worker cancels it at SIGTERM, and waits for it.
# cause: cancel-swallowed
# culprit: export
# kind: task
# sets: current
import asyncio

from arq.connections import RedisSettings
from arq.worker import run_worker
from visitor.fake_redis import fake_redis


async def export(ctx):
    print("READY", flush=True)
    while True:
        try:
            await asyncio.sleep(0.5)  #< frame
        except BaseException:  #< construct
            ctx["failed"] = True


async def startup(ctx):
    await ctx["redis"].enqueue_job("export")


class WorkerSettings:
    functions = [export]
    on_startup = startup
    redis_settings = RedisSettings(port=fake_redis())
    handle_signals = True


run_worker(WorkerSettings)
