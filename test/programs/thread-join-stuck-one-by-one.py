# Each thread is joined for at most a second, but there are many of them.
# cause: thread-join-stuck
# culprit: work
# kind: thread
# certainty: likely
import signal
import sys
import threading
import time


def work():
    time.sleep(3600)  #< frame


threads = [threading.Thread(target=work, daemon=True) for _ in range(20)]
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
for thread in threads:
    thread.start()
try:
    print("READY", flush=True)
    while True:
        time.sleep(1)
finally:
    for thread in threads:
        thread.join(timeout=1)
