"""A healthy process with N suspended tasks, each an await chain of four coroutines down to Event.wait, for the benchmark.

Every line on standard input is answered with the longest gap, in milliseconds, that a 1 ms heartbeat felt since the last.
SIGTERM is answered with its time, in seconds since the epoch, and does not end the process.
"""
import asyncio
import signal
import sys
import threading
import time


async def level4(event):
    await event.wait()


async def level3(event):
    await level4(event)


async def level2(event):
    await level3(event)


async def level1(event):
    await level2(event)


class Heartbeat:
    longest_gap = 0.0

    async def beat(self):
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            self.longest_gap = max(self.longest_gap, now - last - 0.001)
            last = now

    def answer(self):
        for _ in sys.stdin:
            print(round(self.longest_gap * 1000, 2), flush=True)
            self.longest_gap = 0.0


async def main(count):
    event = asyncio.Event()
    tasks = [asyncio.create_task(level1(event)) for _ in range(count)]
    await asyncio.sleep(0)
    heartbeat = Heartbeat()
    signal.signal(signal.SIGTERM, lambda *_: print(time.time(), flush=True))
    threading.Thread(target=heartbeat.answer, daemon=True).start()
    print("READY", flush=True)
    await heartbeat.beat()
    return tasks


asyncio.run(main(int(sys.argv[1])))
