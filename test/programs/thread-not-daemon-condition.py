# A batching thread that waits for its condition, started by an asyncio service which ends cleanly.
# cause: thread-not-daemon
# culprit: Batcher.flush_loop
# kind: thread
# thread: batcher
# innocent: main, consume
import asyncio
import signal
import threading


class Batcher:
    def __init__(self):
        self.condition = threading.Condition()
        self.items = []
        threading.Thread(target=self.flush_loop, name="batcher").start()

    def flush_loop(self):
        while True:
            with self.condition:
                while len(self.items) < 100:
                    self.condition.wait()  #< frame
                self.items.clear()


async def consume(queue):
    while True:
        await queue.get()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    batcher = Batcher()
    consumer = asyncio.create_task(consume(asyncio.Queue()), name="consumer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    consumer.cancel()
    print(len(batcher.items), "left")


asyncio.run(main())
