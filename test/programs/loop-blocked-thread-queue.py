# queue.Queue.get (the threads' queue) in a coroutine.
# cause: loop-blocked
# culprit: Bridge.receive
# kind: task
# innocent: feed
import asyncio
import queue
import signal
import threading
import time


def feed(inbox):
    while True:
        time.sleep(600)
        inbox.put("tick")


class Bridge:
    def __init__(self):
        self.inbox = queue.Queue()

    async def receive(self):
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        return self.inbox.get()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    bridge = Bridge()
    threading.Thread(target=feed, args=(bridge.inbox,), name="feed", daemon=True).start()
    await bridge.receive()


asyncio.run(main())
