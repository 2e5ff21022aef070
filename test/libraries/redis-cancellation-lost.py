# redis before Python 3.11.3: a cancellation that meets the time-out of 0 with which redis looks at its connection is lost.
# cause: cancel-swallowed-by-library
# culprit: poll
# kind: task
# innocent: main
# pythons: 3.8-3.10
# sets: current older
import asyncio
import signal

import redis.asyncio as redis
from visitor.fake_redis import fake_redis


async def poll(client):
    while True:
        await client.get("price")  #< frame


def looks_at_connection(task):
    """What takes a lucky moment elsewhere."""
    awaited = task.get_coro()
    while awaited is not None and getattr(awaited, "__name__", "") != "can_read_destructive":
        awaited = getattr(awaited, "cr_await", None)
    return awaited is not None


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    client = redis.Redis(port=fake_redis())
    poller = asyncio.create_task(poll(client), name="poller")
    await asyncio.sleep(0.5)
    print("READY", flush=True)
    try:
        await asyncio.sleep(3600)
    finally:
        while not looks_at_connection(poller):
            await asyncio.sleep(0)
        poller.cancel()
        await asyncio.wait([poller])


asyncio.run(main())
