# A signal.signal handler under asyncio: it interrupts a coroutine in the middle of a locked section.
# cause: signal-handler-deadlock
# culprit: mark_stopping
# kind: signal-handler | thread | task
# innocent: beat
import asyncio
import signal
import threading
import time

state_lock = threading.Lock()
state = {"status": "serving"}


def mark_stopping(number, frame):
    state_lock.acquire()  #< frame construct
    state["status"] = "stopping"
    state_lock.release()


async def beat():
    while True:
        await asyncio.sleep(0.1)


async def publish():
    while True:
        with state_lock:  #< construct
            print("READY", flush=True)
            time.sleep(20)  #< construct
        await asyncio.sleep(0.1)


async def main():
    signal.signal(signal.SIGTERM, mark_stopping)
    await asyncio.gather(beat(), publish())


asyncio.run(main())
