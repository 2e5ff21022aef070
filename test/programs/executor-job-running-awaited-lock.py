# The shutdown awaits a job in a thread that wants a lock, which another thread keeps while it reads from a socket.
# cause: executor-job-running
# culprit: Store.sync
# joined: no
# kind: thread
# thread: sync
# says: Store.sync
import asyncio
import signal
import socket
import threading

near, far = socket.socketpair()


class Store:
    def __init__(self):
        self.lock = threading.Lock()

    def sync(self):
        with self.lock:
            near.recv(1)  #< frame

    def close(self):
        with self.lock:
            near.close()


async def main():
    store = Store()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    threading.Thread(target=store.sync, name="sync", daemon=True).start()
    print("READY", flush=True)
    await stop.wait()
    await asyncio.get_running_loop().run_in_executor(None, store.close)


asyncio.run(main())
