# In its cleanup a coroutine takes a lock in one method, and calls another that takes the same lock: on the loop's thread.
# cause: loop-lock-wait
# culprit: Registry.names
# kind: task
# task: Task-1
# says: holds already
import asyncio
import signal
import threading


class Registry:
    def __init__(self):
        self.lock = threading.Lock()
        self.known = {"a": 1, "b": 2}

    def names(self):
        with self.lock:  #< frame construct
            return sorted(self.known)

    def drop(self, name):
        with self.lock:
            self.known.pop(name)
            return self.names()


async def main():
    registry = Registry()
    task = asyncio.current_task()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    print("READY", flush=True)
    try:
        await asyncio.sleep(3600)
    finally:
        registry.drop("a")


asyncio.run(main())
