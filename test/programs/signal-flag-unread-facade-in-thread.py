# As `signal-flag-unread-facade-of-loop`, in a thread that the main thread joins.
# cause: signal-flag-unread
# culprit: work
# kind: thread
# thread: worker
import asyncio
import os
import select
import signal
import threading

source, sink = os.pipe()
stopping = False


def on_sigterm(number, frame):
    global stopping
    stopping = True


async def receive():
    select.select([source], [], [])


def work():
    loop = asyncio.new_event_loop()
    print("READY", flush=True)
    while not stopping:
        loop.run_until_complete(receive())  #< frame


signal.signal(signal.SIGTERM, on_sigterm)
worker = threading.Thread(target=work, name="worker")
worker.start()
worker.join()
