# The main thread is parked and looks at no flag; that a loop in a daemon thread looks at none either is nobody's fault.
# cause: signal-flag-unread
# culprit: main
# kind: thread
# innocent: exporter
# joined: no
import asyncio
import queue
import signal
import threading

STATE = {}


async def exporter():
    while True:
        await asyncio.sleep(15)


def main():
    jobs = queue.Queue()
    STATE["leave"] = leave = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: leave.set())
    threading.Thread(target=asyncio.run, args=(exporter(),), name="exporter", daemon=True).start()
    print("READY", flush=True)
    while True:
        jobs.get()  #< frame


main()
