# flock on a file that somebody else has locked.
# cause: loop-blocked
# culprit: Store.compact
# kind: task
# innocent: main
import asyncio
import fcntl
import os
import signal


class Store:
    def __init__(self, path):
        self.path = path

    async def compact(self):
        await asyncio.sleep(0.05)
        with open(self.path, "w") as lock:
            print("READY", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)  #< frame construct?
            lock.write("compacting")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    other = os.memfd_create("journal")
    fcntl.flock(other, fcntl.LOCK_EX)
    await asyncio.create_task(Store("/proc/self/fd/%d" % other).compact(), name="compaction")


asyncio.run(main())
