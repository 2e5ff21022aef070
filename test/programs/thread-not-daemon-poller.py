# A thread of the service's own, not a daemon, that loops for ever.
# cause: thread-not-daemon
# culprit: Reporter.run
# kind: thread
# thread: reporter
# innocent: main, flush
# uvloop: yes
import asyncio
import signal
import threading
import time


class Reporter(threading.Thread):
    def __init__(self):
        super().__init__(name="reporter")

    def run(self):
        while True:
            time.sleep(1)  #< frame


def flush():
    while True:
        time.sleep(1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    threading.Thread(target=flush, name="flush", daemon=True).start()
    Reporter().start()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
