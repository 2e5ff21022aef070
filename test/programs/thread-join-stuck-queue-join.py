# queue.join() after asyncio.run: the thread that should finish the items is stuck in one.
# cause: thread-join-stuck
# culprit: process_items | drain
# kind: thread
# innocent: main
import asyncio
import queue
import signal
import threading
import time


def process_items(items):
    while True:
        items.get()
        time.sleep(3600)  #< frame
        items.task_done()


def drain(items):
    items.join()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


items = queue.Queue()
items.put("first")
threading.Thread(target=process_items, args=(items,), name="items", daemon=True).start()
try:
    asyncio.run(main())
except asyncio.CancelledError:
    drain(items)
