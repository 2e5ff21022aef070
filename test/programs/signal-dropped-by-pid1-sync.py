# A worker without asyncio as the first process of its container.
# cause: signal-dropped-by-pid1
# kind: process
# namespace: pid
# innocent: work, reporter
import threading
import time


def reporter():
    while True:
        time.sleep(5)


def work():
    print("READY", flush=True)
    while True:
        time.sleep(1)


threading.Thread(target=reporter, name="reporter", daemon=True).start()
work()
