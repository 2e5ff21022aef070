# arq as it should be: a job that lets its cancellation pass.
# cause: none
# sets: current
import asyncio

from arq.connections import RedisSettings
from arq.worker import run_worker
from visitor.fake_redis import fake_redis


async def export(ctx):
    print("READY", flush=True)
    await asyncio.sleep(3600)


async def startup(ctx):
    await ctx["redis"].enqueue_job("export")


class WorkerSettings:
    functions = [export]
    on_startup = startup
    redis_settings = RedisSettings(port=fake_redis())


run_worker(WorkerSettings)
