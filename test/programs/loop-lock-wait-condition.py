# A coroutine publishes through a thread's Condition whose lock a slow consumer thread holds.
# cause: loop-lock-wait
# culprit: Feed.publish | Feed.consume
# kind: task | thread
# innocent: main
import asyncio
import signal
import threading
import time


class Feed:
    def __init__(self):
        self.condition = threading.Condition()
        self.items = []

    def consume(self):
        with self.condition:  #< construct?
            time.sleep(3600)  #< frame

    def publish(self, item):
        with self.condition:  #< frame construct?
            self.items.append(item)
            self.condition.notify()


async def produce(feed):
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    feed.publish(1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    feed = Feed()
    threading.Thread(target=feed.consume, name="consumer", daemon=True).start()
    await asyncio.create_task(produce(feed), name="producer")


asyncio.run(main())
