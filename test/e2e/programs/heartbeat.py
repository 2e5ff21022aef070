# Swallows its cancellation, and prints each second what the watching costs it: the longest gap between two beats that
# should be 1 ms apart, and its own processor time.
# cause: cancel-swallowed
# culprit: beat
# kind: task
# innocent: main, session
import asyncio
import signal
import sys
import time

TASKS = int(sys.argv[1])


async def beat():
    last = said = time.perf_counter()
    cpu = time.process_time()
    longest = 0.0
    while True:
        try:
            await asyncio.sleep(0.001)  #< frame
        except asyncio.CancelledError:  #< construct
            pass
        now = time.perf_counter()
        longest = max(longest, now - last - 0.001)
        last = now
        if now - said >= 1:
            used = time.process_time() - cpu
            print("gap %.2f ms, processor %.1f ms" % (longest * 1000, used * 1000), flush=True)
            cpu += used
            said, longest = now, 0.0


async def session(gate):
    await gate.wait()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    gate = asyncio.Event()
    sessions = [asyncio.create_task(session(gate)) for number in range(TASKS)]
    beating = asyncio.create_task(beat(), name="beat")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await beating
    await asyncio.gather(*sessions)


asyncio.run(main())
