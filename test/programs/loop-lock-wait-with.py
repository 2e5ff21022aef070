# The loop's thread wants a lock that another thread holds while it sleeps.
# cause: loop-lock-wait
# culprit: Cache.get | Cache.reload
# kind: task | thread
# innocent: main, flush
# uvloop: yes
import asyncio
import signal
import threading
import time


class Cache:
    def __init__(self):
        self.lock = threading.Lock()
        self.entries = {}

    def reload(self):
        with self.lock:  #< construct?
            time.sleep(3600)  #< frame

    async def get(self, key):
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        with self.lock:  #< frame construct?
            return self.entries.get(key)


def flush():
    while True:
        time.sleep(1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    cache = Cache()
    threading.Thread(target=cache.reload, name="reload", daemon=True).start()
    threading.Thread(target=flush, name="flush", daemon=True).start()
    await asyncio.create_task(cache.get("a"), name="get")


asyncio.run(main())
