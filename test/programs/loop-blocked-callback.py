# The blocking call stands in a call_later callback: no task is executing.
# cause: loop-blocked
# culprit: Cache.expire
# kind: loop | task | thread
# innocent: main, serve
import asyncio
import signal
import time


class Cache:
    def __init__(self, loop):
        loop.call_later(0.1, self.expire)

    def expire(self):
        print("READY", flush=True)
        time.sleep(3600)  #< frame construct?


async def serve():
    while True:
        await asyncio.sleep(0.02)


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    Cache(loop)
    await serve()


asyncio.run(main())
