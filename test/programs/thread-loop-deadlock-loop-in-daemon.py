# Two producers wait for a loop of a daemon thread, which the shutdown has stopped; the main thread never ran a loop.
# cause: thread-loop-deadlock
# culprit: Producer.run
# kind: thread
# says: which no thread runs any more
import asyncio
import queue
import signal
import sys
import threading


class LoopThread(threading.Thread):
    def __init__(self):
        super().__init__(name="io", daemon=True)
        self.loop = asyncio.new_event_loop()

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()


class Producer(threading.Thread):
    def __init__(self, io, replies):
        super().__init__()
        self.io = io
        self.replies = replies

    async def send(self):
        await asyncio.Event().wait()

    def run(self):
        pending = asyncio.run_coroutine_threadsafe(self.send(), self.io.loop)
        self.replies.put(self)
        pending.result()  #< frame construct?


def main():
    io = LoopThread()
    io.start()
    replies = queue.Queue()
    producers = [Producer(io, replies) for _ in range(2)]
    for producer in producers:
        producer.start()
    for producer in producers:
        replies.get()

    def leave(*_):
        io.loop.call_soon_threadsafe(io.loop.stop)
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)
    print("READY", flush=True)
    threading.Event().wait()


main()
